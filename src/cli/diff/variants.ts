import { isDeepStrictEqual } from "node:util";
import { isRecord } from "../../util/record.js";
import { asList, asRecord, type Json, lastSegment, resolve } from "../json.js";

/** One type of value that a schema allows. */
export interface Variant {
  kind: "null" | "boolean" | "number" | "string" | "array" | "object" | "any";
  /** The name of the schema that it comes from. */
  name?: string | undefined;
  schema: Json;
  /** The fields that the union declares beside its `anyOf`; they are in `schema` too. */
  unionFields?: Json;
}

/** The name of the schema that a `$ref` points to. */
export function refName(schema: unknown): string | undefined {
  const { $ref: ref } = asRecord(schema);
  return typeof ref === "string" && ref.startsWith("#/components/schemas/") ? lastSegment(ref) : undefined;
}

/** The variants of a schema: the members of its unions, and the items of a list of types. */
export function toVariants(document: Json, schema: unknown, seen: readonly string[] = []): Variant[] {
  if (schema === false) return [];
  const name = refName(schema);
  if (name !== undefined && seen.includes(name)) return [];
  const own = flatten(document, schema, seen);
  const branches = [...asList(own.anyOf), ...asList(own.oneOf)];
  if (branches.length === 0) return kindsOf(own).map((kind) => ({ kind, name, schema: own }));
  const variants = branches
    .flatMap((branch) => toVariants(document, branch, name === undefined ? seen : [...seen, name]))
    .flatMap((variant) => withFieldsOf(own, variant));
  const nulls: Variant[] = own.nullable === true ? [{ kind: "null", name, schema: {} }] : [];
  return mergeScalars([...variants, ...nulls]);
}

/** Adds to a member of a union the fields that the union declares beside its `anyOf`. */
function withFieldsOf({ type, properties, required }: Json, variant: Variant): Variant[] {
  const hasFields = isRecord(properties) || asList(required).length > 0;
  if (!hasFields || (variant.kind !== "object" && variant.kind !== "any")) return [variant];
  const fields = { properties, required };
  const schema = merge(fields, variant.schema);
  // a member without a type has that of the union
  const kinds = variant.kind === "object" ? [variant.kind] : kindsOf({ type, ...schema });
  return kinds.map((kind) => ({
    ...variant,
    kind,
    schema,
    unionFields: merge(fields, variant.unionFields ?? {}),
  }));
}

/** A schema with its reference resolved and its `allOf` merged. */
export function flatten(document: Json, schema: unknown, seen: readonly string[] = []): Json {
  const name = refName(schema);
  if (name !== undefined && seen.includes(name)) return {};
  const { allOf, ...own } = resolve(document, schema);
  const path = name === undefined ? seen : [...seen, name];
  return [...asList(allOf).map((part) => flatten(document, part, path)), own].reduce(merge);
}

function merge(left: Json, right: Json): Json {
  const properties = { ...asRecord(left.properties), ...asRecord(right.properties) };
  const required = [...asList(left.required), ...asList(right.required)];
  return {
    ...left,
    ...right,
    ...(Object.keys(properties).length > 0 ? { properties } : {}),
    ...(required.length > 0 ? { required } : {}),
  };
}

const KINDS = ["null", "boolean", "number", "string", "array", "object"] as const;

function kindsOf(schema: Json): Variant["kind"][] {
  const named = [schema.type].flat().filter((type) => typeof type === "string");
  const types = named.length > 0 ? named : impliedTypes(schema);
  const toKind = (type: string) =>
    type === "integer" ? "number" : (KINDS.find((kind) => kind === type) ?? "any");
  return [...new Set([...types.map(toKind), ...(schema.nullable === true ? ["null" as const] : [])])];
}

function impliedTypes(schema: Json): string[] {
  const values = valuesOf(schema);
  if (values !== undefined) return values.map((value) => (value === null ? "null" : typeof value));
  if (isRecord(schema.properties) || isRecord(schema.additionalProperties)) return ["object"];
  return "items" in schema || "prefixItems" in schema ? ["array"] : ["any"];
}

/** The values of a schema's `const` or `enum`; `undefined` without either. */
export function valuesOf(schema: Json): readonly unknown[] | undefined {
  if ("const" in schema) return [schema.const];
  return Array.isArray(schema.enum) ? schema.enum : undefined;
}

const SCALARS = new Set(["null", "boolean", "number", "string"]);

/** Merges the variants of one scalar kind: `"a"` and `"b"` become one, and so do `"a"` and `string`. */
function mergeScalars(variants: readonly Variant[]): Variant[] {
  const merged: Variant[] = [];
  for (const variant of variants) {
    const at = merged.findIndex(({ kind }) => kind === variant.kind && SCALARS.has(kind));
    const present = merged[at];
    if (present === undefined) merged.push(variant);
    else merged[at] = { kind: present.kind, schema: union(present.schema, variant.schema) };
  }
  return merged;
}

function union(left: Json, right: Json): Json {
  const [one, other] = [valuesOf(left), valuesOf(right)];
  return one !== undefined && other !== undefined ? { enum: [...new Set([...one, ...other])] } : {};
}

/** Pairs old and new variants: equal ones first, then by name, by discriminator, by kind. */
export function pairUp(before: readonly Variant[], after: readonly Variant[]) {
  const both: [Variant, Variant][] = [];
  const added = [...after];
  let removed = [...before];
  const criteria: ((one: Variant, other: Variant) => boolean)[] = [
    (one, other) => isDeepStrictEqual(one.schema, other.schema),
    (one, other) => one.name !== undefined && one.name === other.name,
    (one, other) => tagOf(one) !== undefined && tagOf(one) === tagOf(other),
    (one, other) => tagOf(one) === undefined || tagOf(other) === undefined,
  ];
  for (const matches of criteria) {
    removed = removed.filter((one) => {
      const at = added.findIndex((other) => one.kind === other.kind && matches(one, other));
      const [other] = at === -1 ? [] : added.splice(at, 1);
      if (other !== undefined) both.push([one, other]);
      return other === undefined;
    });
  }
  return { both, removed, added };
}

/** The discriminator of a union's member: its fields with a constant value. */
function tagOf({ kind, schema }: Variant): string | undefined {
  if (kind !== "object") return undefined;
  const tags = Object.entries(asRecord(schema.properties)).flatMap(([name, member]) => {
    const values = valuesOf(asRecord(member));
    return values?.length === 1 ? [`${name}=${JSON.stringify(values[0])}`] : [];
  });
  return tags.length === 0 ? undefined : tags.sort().join();
}
