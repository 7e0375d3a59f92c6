import { isRecord } from "./record.js";

/** What the step of a sequence gives piece by piece, as one. */
export async function joined<Piece>(pieces: AsyncIterable<Piece>): Promise<Piece> {
  let whole: { value: Piece } | undefined;
  for await (const piece of pieces) {
    whole = { value: whole === undefined ? piece : (join(whole.value, piece) as Piece) };
  }
  if (whole === undefined) throw new TypeError("the step before gives nothing");
  return whole.value;
}

/** Texts, lists and pieces of messages go on; the members of objects likewise; of anything else the last counts. */
function join(first: unknown, second: unknown): unknown {
  if (typeof first === "string" && typeof second === "string") return first + second;
  if (canConcat(first)) return first.concat(second);
  if (!isRecord(first) || !isRecord(second)) return second;
  const members = Object.entries(second).map(([key, value]) => [
    key,
    Object.hasOwn(first, key) ? join(first[key], value) : value,
  ]);
  return { ...first, ...Object.fromEntries(members) };
}

function canConcat(value: unknown): value is { concat(next: unknown): unknown } {
  return (
    typeof value === "object" && value !== null && "concat" in value && typeof value.concat === "function"
  );
}
