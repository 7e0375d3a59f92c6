import { isRecord } from "../util/record.js";

/** A JSON object: a document or a schema. */
export type Json = Readonly<Record<string, unknown>>;

export const asRecord = (value: unknown): Json => (isRecord(value) ? value : {});
export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Compares by code units: the order is the same in every locale. */
export const byText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** An identifier for any text: `MyItem` for `my-item` and `my item`; letters of any script are kept. */
export function toPascalCase(text: string): string {
  return (text.match(/[\p{ID_Continue}$]+/gu) ?? [])
    .flatMap((part) => part.split("_"))
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

/** The target of a reference; `undefined` when it is missing, or not in this document. */
export function resolvePointer(root: Json, ref: string): Json | undefined {
  if (ref !== "#" && !ref.startsWith("#/")) return undefined;
  let at: unknown = root;
  for (const segment of ref.split("/").slice(1)) {
    const key = toKey(segment);
    if (!Array.isArray(at) && !(isRecord(at) && Object.hasOwn(at, key))) return undefined;
    at = Reflect.get(at, key);
  }
  return isRecord(at) ? at : undefined;
}

/** The object at the end of a chain of references; an empty one for a dead or circular chain. */
export function resolve(root: Json, value: unknown, seen: readonly string[] = []): Json {
  const { $ref: ref } = asRecord(value);
  if (typeof ref !== "string") return asRecord(value);
  return seen.includes(ref) ? {} : resolve(root, resolvePointer(root, ref), [...seen, ref]);
}

/** All references in a value and, transitively, in their targets; each with its target. */
export function reachableRefs(root: Json, value: unknown, found = new Map<string, Json | undefined>()) {
  if (Array.isArray(value)) for (const member of value) reachableRefs(root, member, found);
  if (!isRecord(value)) return found;
  const { $ref: ref, $defs, definitions, ...rest } = value;
  if (typeof ref === "string" && !found.has(ref)) {
    const target = resolvePointer(root, ref);
    found.set(ref, target);
    reachableRefs(root, target, found);
  }
  return reachableRefs(root, Object.values(rest), found);
}

/** The last key of a reference: `Item` of `#/$defs/Item`. */
export const lastSegment = (ref: string): string => toKey(ref.split("/").slice(1).at(-1) ?? "");

/** Decodes a segment of a JSON pointer. */
export function toKey(segment: string): string {
  return decodeUri(segment).replaceAll("~1", "/").replaceAll("~0", "~");
}

/** Some generators percent-encode names such as `Record<string,number>`, others write them as they are. */
function decodeUri(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a literal per cent sign
  }
}

/** The subschemas of `anyOf`, `oneOf` and `allOf`. */
export const branchesOf = ({ anyOf, oneOf, allOf }: Json): Json[] =>
  [anyOf, oneOf, allOf].flatMap(asList).filter(isRecord);

/** The value of a JSON text; `undefined` when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
