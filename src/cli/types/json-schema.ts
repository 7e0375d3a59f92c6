import { isRecord } from "../../util/record.js";

/** A JSON Schema, not looked into yet. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The schemas that stand inside a schema, each under a way of its own to be told apart. */
const BRANCHES = ["anyOf", "oneOf", "allOf"] as const;

/** What a schema's reference leads to within its root; `undefined` when that is nothing, or elsewhere. */
export function resolvePointer(root: JsonSchema, ref: string): JsonSchema | undefined {
  if (ref !== "#" && !ref.startsWith("#/")) return undefined;
  let at: unknown = root;
  for (const segment of ref.split("/").slice(1)) {
    const key = toKey(segment);
    if (Array.isArray(at)) at = at[Number(key)];
    else if (isRecord(at) && Object.hasOwn(at, key)) at = at[key];
    else return undefined;
  }
  return isRecord(at) ? at : undefined;
}

/** The last word of a reference: `Item` of `#/$defs/Item`. */
export function lastSegment(ref: string): string {
  return toKey(ref.split("/").slice(1).at(-1) ?? "");
}

function toKey(segment: string): string {
  // some generators write names such as `Record<string,number>` as they are, others percent-encode them
  const decoded = /%[0-9a-f]{2}/i.test(segment) ? decodeUri(segment) : segment;
  return decoded.replaceAll("~1", "/").replaceAll("~0", "~");
}

function decodeUri(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a per cent sign that means itself
  }
}

/** The members of a union or intersection. */
export function branchesOf(schema: JsonSchema): JsonSchema[] {
  return BRANCHES.flatMap((key) => (Array.isArray(schema[key]) ? schema[key].filter(isRecord) : []));
}

/** Each reference anywhere in a schema. */
export function refsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(refsIn);
  if (!isRecord(value)) return [];
  const own = typeof value.$ref === "string" ? [value.$ref] : [];
  const { $defs, definitions, $ref, ...rest } = value;
  return [...own, ...Object.values(rest).flatMap(refsIn)];
}
