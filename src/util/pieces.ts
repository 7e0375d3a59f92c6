import { isRecord } from "./record.js";

/** Joins the chunks that a step of a LangChain sequence yields. */
export async function joined<Piece>(pieces: AsyncIterable<Piece>): Promise<Piece> {
  let whole: { value: Piece } | undefined;
  for await (const piece of pieces) {
    whole = { value: whole === undefined ? piece : (join(whole.value, piece) as Piece) };
  }
  if (whole === undefined) throw new TypeError("the step before yields no input");
  return whole.value;
}

/** Concatenates strings, lists and message chunks, and objects by key; of any other values, the last wins. */
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
