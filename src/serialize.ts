import { hasToJson, isPlain, withoutUndefined } from "./util/record.js";
import { type CommandLike, isCommand } from "./wire/command.js";
import { fromStoredMessage, toMessageFields } from "./wire/message-dict.js";

type Members = Record<string, unknown>;

interface WithToJson {
  toJSON(key: string): unknown;
}

// Servers refuse JSON that is nested deeper than about this (orjson: 1024), and it leaves the stack intact here.
const MAX_DEPTH = 1000;
const SHOWN_KEYS = 12;

const INSTEAD: ReadonlyMap<string, string> = new Map([
  ["Map", "send Object.fromEntries(map) instead"],
  ["Set", "send [...set] instead"],
  ["Promise", "await it first"],
  ["RegExp", "send its source instead"],
]);

/**
 * Makes a value ready for JSON: messages become flat dicts, commands and sends what the server takes, dates ISO
 * strings. The value itself is never changed; what needs no change is returned as it is.
 *
 * @param path - what the value is called in an error's message
 * @throws {TypeError} for what JSON cannot carry, naming the path to it, and for a command to another graph
 */
export function toWire(value: unknown, path = "input"): unknown {
  return encode(value, { key: path, depth: 0 }) ?? null;
}

/** The path to a value: its key, and the place of the object that holds it. The result of a `toJSON` has no key. */
interface Place {
  readonly key: string | number | undefined;
  readonly depth: number;
  readonly holder?: object;
  readonly above?: Place;
}

function encode(value: unknown, place: Place): unknown {
  switch (typeof value) {
    case "string":
    case "boolean":
    case "undefined":
      return value;
    case "number":
      if (Number.isFinite(value)) return value;
      return refuse(place, String(value), "send null or leave it out");
    case "object":
      return value === null ? null : encodeObject(value, place);
    case "bigint":
      return refuse(place, "a BigInt", "send a number or a string instead");
    default:
      return refuse(place, `a ${typeof value}`, "leave it out");
  }
}

function encodeObject(value: object, place: Place): unknown {
  for (let at: Place | undefined = place; at !== undefined; at = at.above) {
    if (at.holder === value) return refuse(place, "a circular reference", "send a copy without it");
  }
  if (place.depth >= MAX_DEPTH)
    return refuse(place, `a value nested more than ${MAX_DEPTH} levels deep`, "send it flatter");
  if (Array.isArray(value)) return encodeArray(value, place);
  const members = value as Members;
  if (isCommand(value)) return encodeCommand(value, place);
  if (members.lg_name === "Send" && typeof members.node === "string") return encodeSend(members, place);
  if (isPlain(value) && !hasToJson(members))
    return encodeMembers(fromStoredMessage(members) ?? members, value, place);
  if (isDate(value)) {
    if (Number.isNaN(value.getTime())) return refuse(place, "an invalid Date", "send null or leave it out");
    return value.toISOString();
  }
  const message = isPlain(value) ? undefined : toMessageFields(members);
  if (message !== undefined) return encodeMembers(message, value, place);
  if (hasToJson(members)) return encodeOwnJson(members, place);
  const instead =
    INSTEAD.get(value.constructor?.name) ?? "send a plain object instead, or give its class a toJSON method";
  return refuse(place, describe(value), instead);
}

function encodeMember(key: Place["key"], value: unknown, holder: object, above: Place): unknown {
  if (typeof value === "string" || value === null) return value; // most values are: no place is made for them
  return encode(value, { key, depth: above.depth + 1, holder, above });
}

function encodeArray(items: readonly unknown[], place: Place): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let index = 0; index < items.length; index += 1) {
    const encoded = encodeMember(index, items[index], items, place) ?? null;
    if (encoded === items[index]) continue;
    copy ??= items.slice();
    copy[index] = encoded;
  }
  return copy ?? items;
}

function encodeMembers(source: Members, holder: object, place: Place): Members {
  let copy: Members | undefined;
  for (const key of Object.keys(source)) {
    const encoded = encodeMember(key, source[key], holder, place);
    if (encoded === source[key] && encoded !== undefined) continue;
    copy ??= { ...source };
    // The copy has each key as its own, so that one named __proto__ is written as data like any other.
    if (encoded === undefined) delete copy[key];
    else copy[key] = encoded;
  }
  return copy ?? source;
}

function encodeOwnJson(value: Members & WithToJson, place: Place): unknown {
  const json = value.toJSON(place.above === undefined ? "" : String(place.key ?? ""));
  if (json === value) return encodeMembers({ ...value }, value, place);
  if (isNotImplemented(json)) return refuse(place, describe(value), "LangChain cannot serialize this class");
  return encodeMember(undefined, json, value, place);
}

function encodeCommand(command: CommandLike, place: Place): Members {
  const { resume, update, goto, graph } = command;
  if (graph !== undefined && graph !== null) {
    const at = { ...place, key: "graph", holder: command, above: place };
    refuse(at, "a command to another graph", "only a node inside a graph can return one");
  }
  const targets = Array.isArray(goto) ? goto.map(toTagged) : toTagged(goto);
  // LangGraph's own Command has an empty list where no goto was given.
  const isGiven = !(Array.isArray(goto) && goto.length === 0);
  return withoutUndefined({
    resume: encodeMember("resume", resume, command, place),
    update: encodeMember("update", update, command, place),
    goto: isGiven ? encodeMember("goto", targets, command, place) : undefined,
  });
}

function encodeSend(send: Members, place: Place): { node: unknown; input: unknown } {
  if (send.timeout !== undefined)
    refuse({ ...place, key: "timeout", above: place }, "a Send's timeout", "leave it out");
  return { node: send.node, input: encodeMember("args", send.args, send, place) ?? null };
}

function refuse(place: Place, what: string, instead: string): never {
  throw new TypeError(`${pathTo(place)}: ${what} cannot be sent as JSON; ${instead}`);
}

function pathTo(place: Place): string {
  const keys: (string | number)[] = [];
  for (let at: Place | undefined = place; at !== undefined; at = at.above) {
    if (at.key !== undefined) keys.unshift(at.key);
  }
  const [root, ...parts] = keys;
  const shown = parts.slice(0, SHOWN_KEYS).map(toPathPart).join("");
  return `${root}${shown}${parts.length > SHOWN_KEYS ? "…" : ""}`;
}

/** A `Send` in a command's `goto` may be bare, as LangGraph's types have it. */
function toTagged(target: unknown): unknown {
  const isBare = typeof target === "object" && target !== null && "node" in target && "args" in target;
  return isBare ? { lg_name: "Send", ...target } : target;
}

function isDate(value: unknown): value is Date {
  return Object.prototype.toString.call(value) === "[object Date]";
}

/** LangChain's JSON for a class that it cannot serialize: the class name without content. */
function isNotImplemented(json: unknown): boolean {
  return (
    typeof json === "object" &&
    json !== null &&
    "lc" in json &&
    "type" in json &&
    json.type === "not_implemented"
  );
}

function describe(value: object): string {
  const name = value.constructor?.name || "class instance";
  return `${/^[aeiou]/i.test(name) ? "an" : "a"} ${name}`;
}

function toPathPart(key: string | number): string {
  if (typeof key === "number") return `[${key}]`;
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
