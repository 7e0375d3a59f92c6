import { isRecord } from "../../util/record.js";
import {
  asList,
  asRecord,
  branchesOf,
  type Json,
  lastSegment,
  reachableRefs,
  resolvePointer,
  toPascalCase,
} from "../json.js";

/** Whether a type is of a graph's input or output: an input allows more forms of messages. */
export type Direction = "input" | "output";

/** The types of this package that replace the schemas of messages. */
export const MESSAGE_TYPES: Readonly<Record<Direction, string>> = { output: "Message", input: "MessageLike" };

/** Returns a unique name: with a number appended if the name is taken. */
type TakeName = (name: string) => string;

export function createNames(reserved: Iterable<string>): TakeName {
  const taken = new Set(reserved);
  return (wanted) => {
    let name = wanted;
    for (let number = 2; taken.has(name); number++) name = `${wanted}${number}`;
    taken.add(name);
    return name;
  };
}

/** An identifier must not be empty, or begin with a digit. */
export const toIdentifier = (words: string): string =>
  /^[\p{ID_Start}$]/u.test(words) ? words : `Graph${words.replace(/Graph$/, "")}`;

const toRef = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

/** Keywords that are kept as they are. */
const PLAIN = new Set(["type", "const", "enum", "required", "minItems"]);
/** Keywords that hold a schema, or a list of schemas. */
const SCHEMAS = new Set("items additionalProperties anyOf oneOf allOf prefixItems".split(" "));
/** Keywords that hold schemas by name. */
const MAPS = new Set(["properties", "patternProperties"]);

interface Scope {
  root: Json;
  part: string;
  direction: Direction;
}

/**
 * The named types of a graph. Each of its JSON Schemas has definitions of its own; they become one flat list of components,
 * as OpenAPI has it, in which equal definitions occur once. Keywords that TypeScript has no use for are left out.
 */
export class Components {
  /** Schemas by name. */
  readonly schemas = new Map<string, Json>();
  /** Those of {@link MESSAGE_TYPES} that are referred to. */
  readonly messageTypes = new Set<string>();
  /** References without a target. */
  readonly deadRefs = new Set<string>();
  readonly #takeName: TakeName;
  readonly #prefix: string;
  readonly #nameOf = new Map<string, string>();

  constructor(takeName: TakeName, prefix: string) {
    this.#takeName = takeName;
    this.#prefix = prefix;
  }

  /** Adds the definitions of a schema, and returns the schema with references to components. */
  add(part: string, schema: Json, direction: Direction): Json {
    return this.#convert(schema, { root: schema, part, direction });
  }

  #convert(original: Json, scope: Scope): Json {
    // first: what this leaves out needs no components
    const schema = withOpenRest(original);
    const notes = notesOf(schema, scope.direction);
    if (isMessage(scope.root, schema)) return { ...this.#message(scope), ...notes };
    if (isMessageList(schema)) return { type: "array", items: this.#message(scope) };
    if (typeof schema.$ref === "string") return { ...this.#refer(schema.$ref, scope), ...notes };
    const convert = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(convert);
      return isRecord(value) ? this.#convert(value, scope) : value;
    };
    const converted: Record<string, unknown> = { ...notes };
    for (const [key, value] of Object.entries(schema)) {
      if (PLAIN.has(key)) converted[key] = value;
      else if (SCHEMAS.has(key)) converted[key] = convert(value);
      else if (MAPS.has(key))
        converted[key] = Object.fromEntries(
          membersOf(value).map(([name, member]) => [name, convert(member)]),
        );
    }
    if ("type" in schema && schema.nullable === true) converted.type = [schema.type, "null"].flat();
    return converted;
  }

  #message({ direction }: Scope): Json {
    const name = MESSAGE_TYPES[direction];
    this.messageTypes.add(name);
    return toRef(name);
  }

  #refer(ref: string, scope: Scope): Json {
    const target = resolvePointer(scope.root, ref);
    if (target === undefined) {
      this.deadRefs.add(ref);
      return {};
    }
    const print = fingerprint(ref, scope);
    const known = this.#nameOf.get(print);
    if (known !== undefined) return toRef(known);
    const words = toPascalCase(lastSegment(ref)) || scope.part;
    const name = this.#takeName(toIdentifier(`${this.#prefix}${words}`));
    this.#nameOf.set(print, name); // before the conversion: the schema may refer to itself
    this.schemas.set(name, this.#convert(target, scope));
    return toRef(name);
  }
}

/** The keywords that become comments. A default is shown only for values that the graph fills in. */
function notesOf({ description, default: preset, deprecated }: Json, direction: Direction): Json {
  return {
    ...(typeof description === "string" ? { description } : {}),
    ...(direction === "output" || preset === undefined || preset === "" ? {} : { default: preset }),
    ...(deprecated === true ? { deprecated } : {}),
  };
}

/** The named schemas without those of symbols, which JSON lacks and the JavaScript server numbers differently each time. */
const membersOf = (map: unknown) =>
  Object.entries(asRecord(map)).filter(([name]) => !/^__@.*@\d+$/.test(name));

/** In TypeScript, named members must fit the type of all further members too: beside named ones those are left untyped. */
function withOpenRest(schema: Json): Json {
  const { patternProperties, ...named } = schema;
  if (Object.keys(asRecord(schema.properties)).length === 0) return schema;
  const isTyped = isRecord(schema.additionalProperties) || isRecord(patternProperties);
  return isTyped ? { ...named, additionalProperties: true } : named;
}

/** Equal for two references whose targets, and all targets of those, are the same. */
function fingerprint(ref: string, { root, direction }: Scope): string {
  const found = reachableRefs(root, { $ref: ref });
  const hasMessages = [...found.values()].some((schema) => holdsMessage(root, schema));
  return JSON.stringify([hasMessages ? direction : "both", ref, ...found]);
}

function holdsMessage(root: Json, value: unknown): boolean {
  if (Array.isArray(value)) return value.some((member) => holdsMessage(root, member));
  if (!isRecord(value)) return false;
  if (isMessage(root, value) || isMessageList(value)) return true;
  return Object.values(value).some((member) => holdsMessage(root, member));
}

// The fields that all of LangChain's message classes have. Names are no criterion: a graph may have its own `ChatMessage`.
const MESSAGE_FIELDS = ["type", "content", "additional_kwargs", "response_metadata"];

/** Whether a schema is of a LangChain message, or a union of such schemas. */
function isMessage(root: Json, schema: Json, seen: readonly string[] = []): boolean {
  const { $ref: ref } = schema;
  if (typeof ref === "string") {
    const target = seen.includes(ref) ? undefined : resolvePointer(root, ref);
    return target !== undefined && isMessage(root, target, [...seen, ref]);
  }
  const properties = asRecord(schema.properties);
  if (MESSAGE_FIELDS.every((name) => Object.hasOwn(properties, name))) return true;
  const branches = branchesOf(schema);
  return branches.length > 0 && branches.every((branch) => isMessage(root, branch, seen));
}

/** LangGraph marks lists of messages, whatever the schema of the items. */
const isMessageList = (schema: Json): boolean => schema.langgraph_type === "messages";

/**
 * Breaks the circles of type aliases, such as `A = B | string; B = A`, which TypeScript refuses: the reference that leads
 * back becomes `unknown`. A type may refer to itself through a member or a list.
 */
export function withoutAliasCircles(components: ReadonlyMap<string, Json>): Map<string, Json> {
  const leadsTo = (from: string, name: string, passed = new Set<string>()): boolean => {
    if (from === name) return true;
    if (passed.has(from)) return false;
    passed.add(from);
    return aliasesIn(components.get(from) ?? {}).some((next) => leadsTo(next, name, passed));
  };
  const cut = (schema: Json, name: string): Json => {
    if (typeof schema.$ref === "string") return leadsTo(lastSegment(schema.$ref), name) ? {} : schema;
    const unions = ["anyOf", "oneOf", "allOf"].filter((key) => key in schema);
    const opened = unions.map((key) => [
      key,
      asList(schema[key]).map((branch) => cut(asRecord(branch), name)),
    ]);
    return { ...schema, ...Object.fromEntries(opened) };
  };
  return new Map([...components].map(([name, schema]) => [name, cut(schema, name)]));
}

/** The components that a type is an alias of, or a union with. */
const aliasesIn = (schema: Json): string[] =>
  typeof schema.$ref === "string" ? [lastSegment(schema.$ref)] : branchesOf(schema).flatMap(aliasesIn);
