import { isRecord } from "../../util/record.js";

/** A part of a document, not looked into yet. */
export type Json = Readonly<Record<string, unknown>>;

/** What a value may be: one of its kinds. */
export interface Variant {
  kind: "null" | "boolean" | "number" | "string" | "array" | "object" | "any";
  /** The name of the schema that this came from. */
  name: string | undefined;
  schema: Json;
  /** The fields that the union around it speaks of; the schema has them too. */
  beside: Json;
}

const COMPONENT = /^#\/components\/(\w+)\/([^/]+)$/;

/** The name of the schema that a reference leads to. */
export function refName(schema: unknown): string | undefined {
  if (!isRecord(schema) || typeof schema.$ref !== "string") return undefined;
  const [, section, name] = COMPONENT.exec(schema.$ref) ?? [];
  return section === "schemas" ? name : undefined;
}

/** What stands at the end of references: parameters, responses, headers and schemas may be shared. */
export function resolve(document: Json, value: unknown, seen: readonly unknown[] = []): Json {
  if (!isRecord(value)) return {};
  if (typeof value.$ref !== "string") return value;
  const [, section = "", name = ""] = COMPONENT.exec(value.$ref) ?? [];
  const components = isRecord(document.components) ? document.components : {};
  const group = isRecord(components[section]) ? components[section] : {};
  return seen.includes(value.$ref) ? {} : resolve(document, group[name], [...seen, value.$ref]);
}

/** The kinds of values that a schema allows, unions and lists of types taken apart. */
export function toVariants(document: Json, schema: unknown, seen: readonly string[] = []): Variant[] {
  if (schema === false) return [];
  const name = refName(schema);
  if (name !== undefined && seen.includes(name)) return [];
  const way = name === undefined ? seen : [...seen, name];
  const own = withParts(document, resolve(document, schema), way);
  const branches = [...asList(own.anyOf), ...asList(own.oneOf)];
  if (branches.length > 0) {
    const variants = branches
      .flatMap((branch) => toVariants(document, branch, way))
      .flatMap((variant) => withFieldsOf(own, variant));
    return own.nullable === true
      ? mergeScalars([...variants, toVariant("null", name, {})])
      : mergeScalars(variants);
  }
  return kindsOf(own).map((kind) => toVariant(kind, name, own));
}

const toVariant = (kind: Variant["kind"], name: string | undefined, schema: Json): Variant => ({
  kind,
  name,
  schema,
  beside: {},
});

/** A member of a union with the fields that stand beside all members. */
function withFieldsOf({ type, properties, required }: Json, variant: Variant): Variant[] {
  const hasFields = isRecord(properties) || asList(required).length > 0;
  if (!hasFields || (variant.kind !== "object" && variant.kind !== "any")) return [variant];
  const fields = { properties, required };
  const schema = merge(fields, variant.schema);
  const beside = merge(fields, variant.beside);
  if (variant.kind === "object") return [{ ...variant, schema, beside }];
  // what names no type itself is of the type beside it
  return kindsOf({ type, ...schema }).map((kind) => ({ ...variant, kind, schema, beside }));
}

/** A schema, what it refers to and what it consists of by `allOf`, as one. */
export function flatten(document: Json, schema: unknown): Json {
  const name = refName(schema);
  return withParts(document, resolve(document, schema), name === undefined ? [] : [name]);
}

/** A schema and what it consists of by `allOf`, as one. */
function withParts(document: Json, schema: Json, seen: readonly string[]): Json {
  if (!Array.isArray(schema.allOf)) return schema;
  const { allOf, ...own } = schema;
  const parts = allOf.map((part) => {
    const name = refName(part);
    if (name !== undefined && seen.includes(name)) return {};
    return withParts(document, resolve(document, part), name === undefined ? seen : [...seen, name]);
  });
  return [...parts, own].reduce(merge, {});
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

export const asRecord = (value: unknown): Json => (isRecord(value) ? value : {});
export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function kindsOf(schema: Json): Variant["kind"][] {
  const named = [schema.type].flat().filter((type) => typeof type === "string");
  const types = named.length > 0 ? named : impliedTypes(schema);
  return [...new Set([...types.map(toKind), ...(schema.nullable === true ? ["null" as const] : [])])];
}

function impliedTypes(schema: Json): string[] {
  const values = valuesOf(schema);
  if (values !== undefined) return values.map((value) => (value === null ? "null" : typeof value));
  if (isRecord(schema.properties) || isRecord(schema.additionalProperties)) return ["object"];
  return "items" in schema || "prefixItems" in schema ? ["array"] : ["any"];
}

function toKind(type: string): Variant["kind"] {
  switch (type) {
    case "integer":
      return "number";
    case "null":
    case "boolean":
    case "number":
    case "string":
    case "array":
    case "object":
      return type;
    default:
      return "any";
  }
}

/** The only values that a schema allows; `undefined` when it does not list them. */
export function valuesOf(schema: Json): readonly unknown[] | undefined {
  if ("const" in schema) return [schema.const];
  return Array.isArray(schema.enum) ? schema.enum : undefined;
}

const SCALARS = new Set(["null", "boolean", "number", "string"]);

/** One variant for all texts, and so on: `"a" | "b"` and `string` are the values of one kind. */
function mergeScalars(variants: readonly Variant[]): Variant[] {
  const merged: Variant[] = [];
  for (const variant of variants) {
    const at = merged.findIndex(({ kind }) => kind === variant.kind && SCALARS.has(kind));
    const present = merged[at];
    if (present === undefined) merged.push(variant);
    else merged[at] = toVariant(present.kind, undefined, union(present.schema, variant.schema));
  }
  return merged;
}

function union(left: Json, right: Json): Json {
  const [one, other] = [valuesOf(left), valuesOf(right)];
  return one !== undefined && other !== undefined ? { enum: [...new Set([...one, ...other])] } : {};
}
