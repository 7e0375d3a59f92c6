import { isRecord } from "../../util/record.js";
import { type Json, lastSegment, reached, resolvePointer, toPascalCase } from "../json.js";
import { isMessageList, isMessageSchema } from "./message-schema.js";
import { type TakeName, toIdentifier } from "./names.js";

/** Where a type stands: what a graph takes may be looser than what it gives. */
export type Side = "given" | "taken";

/** The types of this package that messages become. */
export const MESSAGE_TYPES: Readonly<Record<Side, string>> = { given: "Message", taken: "MessageLike" };

const REF_PREFIX = "#/components/schemas/";
const toRef = (name: string): Json => ({ $ref: `${REF_PREFIX}${name}` });

/**
 * The named types that the schemas of a graph need. JSON Schemas go in, each with definitions of its own; what comes
 * out refers to one flat list of components, as OpenAPI has it. Equal definitions become one.
 */
export class Definitions {
  /** The named types, by their names. */
  readonly components = new Map<string, Json>();
  /** Those of {@link MESSAGE_TYPES} that the named types or the parts refer to. */
  readonly messageTypes = new Set<string>();
  /** References that lead nowhere. */
  readonly dead = new Set<string>();
  readonly #takeName: TakeName;
  readonly #prefix: string;
  readonly #known = new Map<string, string>();

  constructor(takeName: TakeName, prefix: string) {
    this.#takeName = takeName;
    this.#prefix = prefix;
  }

  /** The schema of one part of the graph, such as its `Input`, with references to components. */
  add(part: string, schema: Json, side: Side): Json {
    return this.#convert(schema, { root: schema, part, side });
  }

  #convert(closed: Json, scope: Scope): Json {
    // before its insides are looked at: what is left out of it needs no types
    const schema = withOpenRest(closed);
    const notes = notesOf(schema, scope.side);
    if (isMessageSchema(scope.root, schema)) return { ...this.#message(scope), ...notes };
    if (isMessageList(schema)) return { type: "array", items: this.#message(scope) };
    if (typeof schema.$ref === "string") return { ...this.#refer(schema.$ref, scope), ...notes };
    const convert = (inner: unknown) => (isRecord(inner) ? this.#convert(inner, scope) : inner);
    const converted: Record<string, unknown> = { ...notes };
    for (const key of ["const", "enum", "required", "minItems"]) {
      if (key in schema) converted[key] = schema[key];
    }
    if ("type" in schema) converted.type = toType(schema);
    for (const key of ["items", "additionalProperties"])
      if (key in schema) converted[key] = convert(schema[key]);
    for (const key of ["anyOf", "oneOf", "allOf", "prefixItems"]) {
      if (Array.isArray(schema[key])) converted[key] = schema[key].map(convert);
    }
    if (Array.isArray(schema.items)) converted.items = schema.items.map(convert);
    for (const key of ["properties", "patternProperties"]) {
      const members = schema[key];
      if (isRecord(members)) converted[key] = toMembers(members, convert);
    }
    return converted;
  }

  #message({ side }: Scope): Json {
    const name = MESSAGE_TYPES[side];
    this.messageTypes.add(name);
    return toRef(name);
  }

  #refer(ref: string, scope: Scope): Json {
    const target = resolvePointer(scope.root, ref);
    if (target === undefined) {
      this.dead.add(ref);
      return {};
    }
    const print = fingerprint(scope.root, ref, scope.side);
    const known = this.#known.get(print);
    if (known !== undefined) return toRef(known);
    const word = toPascalCase(lastSegment(ref)) || scope.part;
    const name = this.#takeName(toIdentifier(`${this.#prefix}${word}`));
    // before its insides are looked at: they may refer to it
    this.#known.set(print, name);
    this.components.set(name, this.#convert(target, scope));
    return toRef(name);
  }
}

interface Scope {
  root: Json;
  part: string;
  side: Side;
}

/** What is for people. A title only repeats the name, and a default is the business of whoever may leave it out. */
function notesOf({ description, default: preset, deprecated }: Json, side: Side): Json {
  return {
    ...(typeof description === "string" ? { description } : {}),
    ...(side === "given" || preset === undefined || preset === "" ? {} : { default: preset }),
    ...(deprecated === true ? { deprecated } : {}),
  };
}

function toType({ type, nullable }: Json): unknown {
  return nullable === true ? [...[type].flat(), "null"] : type;
}

function toMembers(members: Json, convert: (inner: unknown) => unknown): Json {
  return Object.fromEntries(
    Object.entries(members)
      // what TypeScript calls members that are symbols, counted anew by each compilation; JSON has none
      .filter(([name]) => !/^__@.*@\d+$/.test(name))
      .map(([name, member]) => [name, convert(member)]),
  );
}

/** In TypeScript a named member has to fit the rest's type as well, so a rest beside named members is left open. */
function withOpenRest(schema: Json): Json {
  const hasNamed = isRecord(schema.properties) && Object.keys(schema.properties).length > 0;
  const rest = schema.additionalProperties;
  if (!hasNamed) return schema;
  const { patternProperties, ...named } = schema;
  return isRecord(rest) || isRecord(patternProperties) ? { ...named, additionalProperties: true } : named;
}

/** A text that two references share when they lead to the same, all the way down. */
function fingerprint(root: Json, ref: string, side: Side): string {
  const found = reached(root, { $ref: ref });
  const hasMessages = [...found.values()].some((schema) => holdsMessage(root, schema));
  return JSON.stringify([hasMessages ? side : "both", ref, ...found]);
}

function holdsMessage(root: Json, value: unknown): boolean {
  if (Array.isArray(value)) return value.some((member) => holdsMessage(root, member));
  if (!isRecord(value)) return false;
  if (isMessageSchema(root, value) || isMessageList(value)) return true;
  return Object.values(value).some((member) => holdsMessage(root, member));
}
