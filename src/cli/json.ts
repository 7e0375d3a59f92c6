import { isRecord } from "../util/record.js";

/** A document or a schema, not looked into yet. */
export type Json = Readonly<Record<string, unknown>>;

export const asRecord = (value: unknown): Json => (isRecord(value) ? value : {});
export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Code unit order: the same in every locale. */
export const byText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** An identifier from whatever text: `MyItem` for `my-item` and `my item`, letters of any script included. */
export function toPascalCase(text: string): string {
  return (text.match(/[\p{ID_Continue}$]+/gu) ?? [])
    .flatMap((part) => part.split("_"))
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

/** What a reference leads to within its root; `undefined` when that is nothing, or elsewhere. */
export function resolvePointer(root: Json, ref: string): Json | undefined {
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

/** What stands at the end of a chain of references; an empty object where they lead nowhere or in a circle. */
export function resolve(root: Json, value: unknown, seen: readonly string[] = []): Json {
  const { $ref: ref } = asRecord(value);
  if (typeof ref !== "string") return asRecord(value);
  return seen.includes(ref) ? {} : resolve(root, resolvePointer(root, ref), [...seen, ref]);
}

/** Each reference within a value, and within what they lead to, with what it leads to. */
export function reached(root: Json, value: unknown, found = new Map<string, Json | undefined>()) {
  if (Array.isArray(value)) for (const member of value) reached(root, member, found);
  if (!isRecord(value)) return found;
  const { $ref: ref, $defs, definitions, ...rest } = value;
  if (typeof ref === "string" && !found.has(ref)) {
    const target = resolvePointer(root, ref);
    found.set(ref, target);
    reached(root, target, found);
  }
  return reached(root, Object.values(rest), found);
}

/** The last word of a reference: `Item` of `#/$defs/Item`. */
export const lastSegment = (ref: string): string => toKey(ref.split("/").slice(1).at(-1) ?? "");

/** The key that a segment of a pointer stands for. */
export function toKey(segment: string): string {
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
export const branchesOf = ({ anyOf, oneOf, allOf }: Json): Json[] =>
  [anyOf, oneOf, allOf].flatMap(asList).filter(isRecord);
