import { BaseMessage } from "@langchain/core/messages";
import { keysLeftOut, type Origin } from "./left-out.js";
import { isPython } from "./python-graph.js";

/** Also as LangChain makes one of a model's run, or of a tool's. */
const ID = /(run-)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(-tool-\w+)?/g;
const INTERRUPT_ID = /^[0-9a-f]{32}$/;
/** Python leaves the fraction out when it is zero, as it is once in a million times. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)$/;

/**
 * The form in which what a local graph gave and what a remote one gave are compared, together with {@link toPlain}. It
 * changes two things, and nothing else:
 *
 * - ids (of threads, runs, tasks, checkpoints, messages, interrupts) become `<1>`, `<2>`, … in the order in which they
 *   first appear, so that what is the same id in one is the same in the other; a point in time becomes `<time>`;
 * - what `left-out.ts` lists by name is left out: of what is remote, the keys that the server adds to `metadata` and
 *   `configurable`; of what is local, the run's settings beside the `configurable` of a checkpoint's config.
 */
export function toNormalForm(value: unknown, side: Origin["side"], { stateless = false } = {}): unknown {
  return new Normalizer({ side, stateless }).visit(toPlain(value));
}

/**
 * A copy as JSON would carry it: LangChain's message objects as the flat records that travel, and no member that is
 * `undefined`. To be made when a chunk comes: a local graph still changes the messages that it has given away. Of what a
 * local graph keeps for itself in a config only the names are copied: it holds the whole of its runtime.
 */
export function toPlain(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(toPlain);
  const record = BaseMessage.isInstance(value) ? toFlat(value) : value;
  return Object.fromEntries(
    Object.entries(record).flatMap(([key, member]) =>
      member === undefined ? [] : [[key, isOfRuntime(key) ? null : toPlain(member)]],
    ),
  );
}

const isOfRuntime = (key: string): boolean => key === "callbacks" || key.startsWith("__pregel_");

/** Not by way of the library's own codec, which is under test. */
function toFlat(message: BaseMessage): object {
  return { ...message.toDict().data, type: message.type };
}

/** The keys that the comparison leaves out of a value, each with the name of the record that it stands in. */
export function findLeftOut(value: unknown, side: Origin["side"], { stateless = false } = {}): Set<string> {
  const normalizer = new Normalizer({ side, stateless });
  normalizer.visit(toPlain(value));
  return normalizer.leftOut;
}

class Normalizer {
  readonly leftOut = new Set<string>();
  readonly #origin: Origin;
  readonly #ids = new Map<string, string>();

  constructor(origin: Origin) {
    this.#origin = origin;
  }

  visit(value: unknown, within = ""): unknown {
    if (typeof value === "string") return this.#text(value);
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((item, at) => this.visit(item, placeOf(value, at)));
    const leftOut = keysLeftOut(within, value, this.#origin);
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => !leftOut.includes(key) || !this.leftOut.add(`${within}.${key}`))
        // by key, so that the order in which ids appear is not the order in which members were written
        .sort(([a], [b]) => (withoutIds(a) < withoutIds(b) ? -1 : 1))
        .map(([key, member]) => [this.#text(key), this.visit(member, key)] as const)
        // a task without metadata has none to tell in Python, and all of it from a server
        .filter(([key, member]) => key !== "metadata" || !isPython() || !isEmpty(member)),
    );
  }

  #text(text: string): string {
    if (TIME.test(text)) return "<time>";
    if (INTERRUPT_ID.test(text)) return this.#placeholder(text);
    return text.replace(ID, (id) => this.#placeholder(id));
  }

  #placeholder(id: string): string {
    const known = this.#ids.get(id) ?? `<${this.#ids.size + 1}>`;
    this.#ids.set(id, known);
    return known;
  }
}

const isEmpty = (value: unknown): boolean =>
  typeof value === "object" && value !== null && Object.keys(value).length === 0;

const withoutIds = (key: string): string => key.replace(ID, "");

/** A chunk of `messages` is a pair of a message and its metadata, which no key names. */
function placeOf(list: readonly unknown[], at: number): string {
  const [first] = list;
  const isMessage = typeof first === "object" && first !== null && "content" in first && "type" in first;
  return list.length === 2 && at === 1 && isMessage ? "metadata" : "";
}
