// percent-encoded characters that a proxy or server may decode again, which would change the path
const ENCODED_DOT_OR_SLASH = /%(?:25)*(?:2e|2f|5c|00)/i;
const CONTROL_CHARACTER = /\p{Cc}/u;
const LONE_SURROGATE = /\p{Cs}/u;
// ids as servers create them: these need no further check
const PLAIN = /^[\w-]+$/;
const PLACEHOLDER = /\{([^{}]+)\}/g;

/**
 * Fills a path template. Each value becomes exactly one segment of the path, or is refused: an id that changes the
 * path would reach another resource with the caller's API key.
 *
 * @param template - such as `/threads/{thread_id}/runs`
 * @throws {TypeError} for a parameter that is missing or that could change the path, naming it and its value
 */
export function toPath(template: string, params: Record<string, unknown>): string {
  return template.replace(PLACEHOLDER, (_, name: string) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    return typeof value === "string" && PLAIN.test(value)
      ? value
      : encodeURIComponent(toSegment(name, value));
  });
}

function toSegment(name: string, value: unknown): string {
  if (value === undefined || value === null) throw new TypeError(`the path parameter ${name} is missing`);
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  if (typeof value !== "string") {
    throw new TypeError(`the path parameter ${name} must be a string or an integer, not ${describe(value)}`);
  }
  const fault = faultOf(value);
  if (fault !== undefined) throw new TypeError(`the path parameter ${name} ${fault}: ${quote(value)}`);
  return value;
}

function faultOf(value: string): string | undefined {
  if (value === "") return "must not be empty";
  if (value === "." || value === "..") return "must not be a dot segment";
  if (value.includes("/") || value.includes("\\")) return "must not hold a slash or backslash";
  if (CONTROL_CHARACTER.test(value)) return "must not hold a control character";
  if (LONE_SURROGATE.test(value)) return "must not hold half a surrogate pair";
  if (ENCODED_DOT_OR_SLASH.test(value)) return "must not hold a percent-encoded dot, slash, backslash or NUL";
  return undefined;
}

function describe(value: unknown): string {
  return typeof value === "number"
    ? String(value)
    : `${typeof value === "object" ? "an" : "a"} ${typeof value}`;
}

/** The value in ASCII alone, so that a message is safe to log, cut where it is long. */
function quote(value: string): string {
  const shown = value.length > 60 ? `${value.slice(0, 60)}…` : value;
  return JSON.stringify(shown).replace(
    /[^\x20-\x7e…]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
