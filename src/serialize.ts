import { isPlain } from "./util/record.js";
import { type CommandLike, isCommand } from "./wire/command.js";
import { fromStoredMessage, toMessageFields } from "./wire/message-dict.js";

export {
  Command,
  type CommandFields,
  type CommandLike,
  isCommand,
  Send,
  type SendLike,
} from "./wire/command.js";

/** A `Send` as servers take it. */
export interface WireSend {
  node: string;
  input: unknown;
}

/** A `Command` as servers take it. */
export interface WireCommand {
  resume?: unknown;
  update?: unknown;
  goto?: unknown;
}

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
 * @throws {TypeError} for what JSON cannot carry, naming the path to it
 */
export function toWire(value: unknown, path = "input"): unknown {
  return new Encoder(path).encode(value) ?? null;
}

/**
 * Makes a command ready for JSON.
 *
 * @param path - what the command is called in an error's message
 * @throws {TypeError} for what JSON cannot carry, and for a command to another graph
 */
export function toWireCommand(command: CommandLike, path = "command"): WireCommand {
  return new Encoder(path).encodeCommand(command);
}

/** Walks one value. `#parents` and `#keys` are the way from the root to where it stands. */
class Encoder {
  readonly #path: string;
  readonly #parents: object[] = [];
  readonly #keys: (string | number)[] = [];

  constructor(path: string) {
    this.#path = path;
  }

  encode(value: unknown): unknown {
    switch (typeof value) {
      case "string":
      case "boolean":
      case "undefined":
        return value;
      case "number":
        if (Number.isFinite(value)) return value;
        return this.#refuse(String(value), "send null or leave it out");
      case "object":
        if (value === null) return null;
        return this.#within(value);
      case "bigint":
        return this.#refuse("a BigInt", "send a number or a string instead");
      default:
        return this.#refuse(`a ${typeof value}`, "leave it out");
    }
  }

  encodeCommand(command: CommandLike): WireCommand {
    this.#enter(command);
    return this.#command(command);
  }

  #within(value: object): unknown {
    this.#enter(value);
    const encoded = Array.isArray(value) ? this.#array(value) : this.#object(value as Members);
    this.#parents.pop();
    return encoded;
  }

  #enter(parent: object): void {
    if (this.#parents.includes(parent)) this.#refuse("a circular reference", "send a copy without it");
    if (this.#parents.length >= MAX_DEPTH) {
      this.#refuse(`a value nested more than ${MAX_DEPTH} levels deep`, "send it flatter");
    }
    this.#parents.push(parent);
  }

  #member(key: string | number, value: unknown): unknown {
    this.#keys.push(key);
    const encoded = this.encode(value);
    this.#keys.pop();
    return encoded;
  }

  #array(items: readonly unknown[]): readonly unknown[] {
    let copy: unknown[] | undefined;
    for (let index = 0; index < items.length; index += 1) {
      const item = items[index];
      const encoded = this.#member(index, item) ?? null;
      if (encoded === item) continue;
      copy ??= items.slice();
      copy[index] = encoded;
    }
    return copy ?? items;
  }

  #object(value: Members): unknown {
    if (value.lg_name === "Command" && isCommand(value)) return this.#command(value);
    if (value.lg_name === "Send" && typeof value.node === "string") return this.#send(value.node, value);
    if (isPlain(value)) {
      if (hasToJson(value)) return this.#ownJson(value);
      return this.#members(fromStoredMessage(value) ?? value);
    }
    if (isDate(value)) return this.#date(value);
    const message = toMessageFields(value);
    if (message !== undefined) return this.#members(message);
    if (hasToJson(value)) return this.#ownJson(value);
    const instead =
      INSTEAD.get(value.constructor?.name) ??
      "send a plain object instead, or give its class a toJSON method";
    return this.#refuse(describe(value), instead);
  }

  #members(source: Members): Members {
    let copy: Members | undefined;
    for (const key of Object.keys(source)) {
      const member = source[key];
      const encoded = this.#member(key, member);
      if (encoded === member && encoded !== undefined) continue;
      copy ??= { ...source };
      // The copy has each key as its own, so that one named __proto__ is written as data like any other.
      if (encoded === undefined) delete copy[key];
      else copy[key] = encoded;
    }
    return copy ?? source;
  }

  #date(date: Date): string {
    if (Number.isNaN(date.getTime())) return this.#refuse("an invalid Date", "send null or leave it out");
    return date.toISOString();
  }

  #ownJson(value: Members & WithToJson): unknown {
    const json = value.toJSON(String(this.#keys.at(-1) ?? ""));
    if (json === value) return this.#members({ ...value });
    if (isNotImplemented(json)) {
      return this.#refuse(describe(value), "LangChain cannot serialize this class");
    }
    return this.encode(json);
  }

  #command({ resume, update, goto, graph }: Omit<CommandLike, "lg_name">): WireCommand {
    if (graph !== undefined && graph !== null) {
      this.#keys.push("graph");
      this.#refuse("a command to another graph", "only a node inside a graph can return one");
    }
    const wire: WireCommand = {};
    if (resume !== undefined) wire.resume = this.#member("resume", resume);
    if (update !== undefined) wire.update = this.#member("update", update);
    // LangGraph's own Command has an empty list where no goto was given.
    if (goto !== undefined && !(Array.isArray(goto) && goto.length === 0)) {
      wire.goto = this.#member("goto", Array.isArray(goto) ? goto.map(toTagged) : toTagged(goto));
    }
    return wire;
  }

  #send(node: string, { args, timeout }: Members): WireSend {
    if (timeout !== undefined) {
      this.#keys.push("timeout");
      this.#refuse("a Send's timeout", "leave it out");
    }
    return { node, input: this.#member("args", args) ?? null };
  }

  #refuse(what: string, instead: string): never {
    throw new TypeError(`${this.#pathOf(this.#keys.length)}: ${what} cannot be sent as JSON; ${instead}`);
  }

  #pathOf(length: number): string {
    const keys = this.#keys.slice(0, length).map(toPathPart);
    if (keys.length <= SHOWN_KEYS) return this.#path + keys.join("");
    return `${this.#path}${keys.slice(0, SHOWN_KEYS).join("")}…`;
  }
}

/** A `Send` in a command's `goto` may be bare, as LangGraph's types have it. */
function toTagged(target: unknown): unknown {
  const isBare = typeof target === "object" && target !== null && "node" in target && "args" in target;
  return isBare ? { lg_name: "Send", ...target } : target;
}

function hasToJson(value: Members): value is Members & WithToJson {
  return typeof value.toJSON === "function";
}

function isDate(value: unknown): value is Date {
  return Object.prototype.toString.call(value) === "[object Date]";
}

/** What LangChain gives as the JSON of a class that it cannot serialize: its name, and nothing of its content. */
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
