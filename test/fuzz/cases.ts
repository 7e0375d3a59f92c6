import fc from "fast-check";

const DEFAULT_CASES = 500;

/** How many cases each property is tried with; `FUZZ_CASES` in the environment sets another number. */
export const FUZZ_CASES = toCount(process.env.FUZZ_CASES);

function toCount(text: string | undefined): number {
  if (text === undefined || text === "") return DEFAULT_CASES;
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new TypeError(`FUZZ_CASES must be a positive integer, not ${text}`);
  return count;
}

/** Any characters; `fc.string` with the unit "binary" spends a second on a table of all of them, to shrink from. */
export const anyText = (maxLength = 10) =>
  fc
    .array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength })
    .map((points) => String.fromCodePoint(...points));
