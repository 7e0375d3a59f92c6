/**
 * What differs between servers, and nothing else: each quirk with the server that has it. Which server it is is looked up
 * only where a quirk depends on that, by one `GET /info` of a client; never for a usual run.
 */
import type { RunBody } from "../run/run-requests.js";
import type { Logger } from "../types.js";
import { isRecord } from "../util/record.js";

/** `javascript`: `@langchain/langgraph-api`; `python`: `langgraph-api`, hosted or not; `aegra`: `aegra-api`. */
export type ServerKind = "javascript" | "python" | "aegra";

const REMEMBERED_READERS = 1000;

/** The server that a client talks to, as far as it is known. */
export class Server {
  readonly #askInfo: () => Promise<unknown>;
  #kind: Promise<ServerKind> | undefined;
  #isJoinableStateless = true;
  readonly #read = new Set<string>();
  /** The ids of assistants by the names of their graphs. */
  readonly #assistants = new Map<string, string>();
  /** Threads whose last run began at a checkpoint. */
  readonly #forked = new Set<string>();

  readonly #logger: Logger | undefined;
  readonly #quirks = new Set<string>();

  /**
   * @param askInfo - the body of `GET /info`; `undefined` where the server, or a proxy before it, does not give it
   * @param logger - gets one entry for each quirk
   */
  constructor(askInfo: () => Promise<unknown>, logger?: Logger) {
    this.#askInfo = askInfo;
    this.#logger = logger;
  }

  /** Logs a quirk of the server, once. */
  noteQuirk(quirk: string): void {
    if (this.#quirks.has(quirk)) return;
    this.#quirks.add(quirk);
    this.#logger?.info(quirk, {});
  }

  /** Which server it is: looked up once. After a failure the next call tries again. */
  kind(): Promise<ServerKind> {
    this.#kind ??= this.#askInfo().then(toKind, (error: unknown) => {
      this.#kind = undefined;
      throw error;
    });
    return this.#kind;
  }

  /**
   * Whether `GET /runs/{run_id}/stream` joins a stateless run. Python and aegra answer 404, Python although it names that
   * path in `Location`; such a run is joined through the thread that the server made for it.
   */
  get isJoinableStateless(): boolean {
    return this.#isJoinableStateless;
  }

  /** Notes that `GET /runs/{run_id}/stream` was answered with 404. */
  noteNotJoinableStateless(): void {
    this.#isJoinableStateless = false;
    this.noteQuirk("the server joins a stateless run only through the thread that it made for it");
  }

  /**
   * Notes the one reader of a run that is not resumable: a server sends each of its events once, to the first who reads, so
   * two readers would get a part each.
   *
   * @returns false when somebody in this process has begun to read the run
   */
  claimReader(runId: string): boolean {
    if (this.#read.has(runId)) return false;
    this.#read.add(runId);
    for (const oldest of this.#read) {
      if (this.#read.size <= REMEMBERED_READERS) break;
      this.#read.delete(oldest);
    }
    return true;
  }

  /** Notes where a run of a thread begins, once the server has taken it. */
  noteRunStart(threadId: string, fromCheckpoint: boolean): void {
    if (fromCheckpoint) this.#forked.add(threadId);
    else this.#forked.delete(threadId);
  }

  /** Whether the last run of a thread began at a checkpoint. */
  isForked(threadId: string): boolean {
    return this.#forked.has(threadId);
  }

  /** The id of a graph's own assistant, once it was looked up; until then the name itself, which most calls take. */
  assistantId(graphId: string): string {
    return this.#assistants.get(graphId) ?? graphId;
  }

  /** Notes the assistant of a graph. */
  noteAssistant(graphId: string, assistantId: string): void {
    this.noteQuirk("the server takes no graph's name for an assistant: its id is looked up");
    this.#assistants.set(graphId, assistantId);
  }
}

/**
 * The settings that send a run to its thread's head, after one that began at a checkpoint. JavaScript keeps the checkpoint of
 * a run in the settings of its thread, so that every later run would begin there again; a `null` clears it.
 */
export const toHead = (kind: ServerKind): { checkpoint_id: null } | undefined =>
  kind === "javascript" ? { checkpoint_id: null } : undefined;

/** Whether a run has a context and settings besides. */
export const hasContextAndSettings = ({ context, config }: RunBody): boolean =>
  hasMembers(context) && hasMembers(config?.configurable);

/** A run's body with its context among its settings: Python refuses both at once, and fills the context from the settings. */
export const toOneContext = ({ context, ...rest }: RunBody): RunBody => withSettings(rest, context ?? {});

const hasMembers = (value: unknown): value is Record<string, unknown> =>
  isRecord(value) && Object.keys(value).length > 0;

/** A body with more in the settings of its config. */
export const withSettings = (body: RunBody, settings: Record<string, unknown>): RunBody => ({
  ...body,
  config: { ...body.config, configurable: { ...body.config?.configurable, ...settings } },
});

/** Whether a run goes on without an input: aegra refuses that unless a checkpoint is given, be it an empty one. */
export const goesOn = ({ input, command }: RunBody): boolean => input === null && command == null;

function toKind(info: unknown): ServerKind {
  if (!isRecord(info)) return "python"; // without an answer, the server that most people deploy
  if (info.context === "js" || "langgraph_js_version" in info) return "javascript";
  return /aegra/i.test(JSON.stringify(info)) ? "aegra" : "python";
}

/** `subgraphs` in the body of `POST /threads/{thread_id}/state/checkpoint`: JavaScript wants a string. */
export const toWireFlag = (kind: ServerKind): "true" | true => (kind === "javascript" ? "true" : true);

/** `before` in the body of `POST /threads/{thread_id}/history`: JavaScript wants the id, the others a config. */
export function toWireBefore(
  kind: ServerKind,
  checkpointId: string,
): string | { configurable: { checkpoint_id: string } } {
  return kind === "javascript" ? checkpointId : { configurable: { checkpoint_id: checkpointId } };
}

/** Whether `GET /assistants/{assistant_id}/subgraphs/{namespace}` is missing, and its namespace stands in the query: aegra. */
export const asksSubgraphInQuery = (kind: ServerKind): boolean => kind === "aegra";

/** `xray` of `GET /assistants/{assistant_id}/graph`: JavaScript takes a depth for false, and knows one level. */
export const toWireXray = (kind: ServerKind, depth: number): boolean | number =>
  kind === "javascript" ? depth > 0 : depth;

/**
 * `limit` of `GET /threads/{thread_id}/runs`: JavaScript takes it for the index where the page ends, so others give more
 * rows than `count` behind the first page.
 */
export const toRunsPage = (offset: number, count: number) => ({ offset, limit: offset + count });

/** The lists in queries that are written with commas; of any other each item is a parameter of its own. */
export const WITH_COMMAS = ["stream_modes"];

/**
 * A query for the wire. Every server wants the namespace of `GET /store/items` as one dotted word. `wait` of a cancel is a
 * number on aegra, which the others take for true as well; JavaScript takes any text for true, so false is left out.
 */
export function toWireQuery(query: Record<string, unknown>): Record<string, unknown> {
  const { wait, namespace, ...rest } = query;
  if (wait !== undefined && wait !== false) rest.wait = wait === true ? 1 : wait;
  if (namespace !== undefined) rest.namespace = Array.isArray(namespace) ? namespace.join(".") : namespace;
  return rest;
}

/**
 * The metadata that a run's row shows. aegra's rows have no `metadata`, but echo the config's; where neither is there,
 * nobody knows whether a start without an answer was taken.
 */
export function metadataOf(row: Record<string, unknown>): Record<string, unknown> | undefined {
  if (isRecord(row.metadata) && Object.keys(row.metadata).length > 0) return row.metadata;
  const config = isRecord(row.config) ? row.config : isRecord(row.kwargs) ? row.kwargs.config : undefined;
  if (isRecord(config) && isRecord(config.metadata)) return config.metadata;
  return isRecord(row.metadata) ? row.metadata : undefined;
}

/**
 * A run's body with the key that its start is known by. aegra knows no metadata of a run but that of its config, so that
 * what it takes there of the run's own is in both.
 */
export function withIdempotencyKey<Body extends Pick<RunBody, "metadata" | "config">>(
  body: Body,
  key: string,
): Body {
  const mark = { [IDEMPOTENCY_KEY]: key };
  const own = { ...mark, ...configMetadata(body.config) };
  const echoed = Object.entries(body.metadata ?? {}).filter(isEchoed);
  const room = Math.max(0, MOST_ECHOED - Object.keys(own).length);
  const metadata = { ...Object.fromEntries(echoed.slice(0, room)), ...own };
  return {
    ...body,
    metadata: { ...body.metadata, ...mark },
    config: { ...body.config, metadata },
  };
}

/** The most members that aegra takes in the metadata of a config; a wrong one of them is a 422. */
const MOST_ECHOED = 32;

const isEchoed = ([key, value]: [string, unknown]): boolean =>
  /^[A-Za-z0-9_-]{1,64}$/.test(key) &&
  (typeof value === "string" ? value.length <= 512 : typeof value === "number" || typeof value === "boolean");

const configMetadata = (config: unknown): Record<string, unknown> =>
  isRecord(config) && isRecord(config.metadata) ? config.metadata : {};

/** The member of a run's metadata that holds its idempotency key. No server knows a header for that. */
export const IDEMPOTENCY_KEY = "langgraph_remote_start";

/**
 * Whether a thread waits for an answer. A run that is `interrupted` either waits or was cancelled: Python and JavaScript
 * list the interrupts; aegra lists none, and leaves the thread of a cancelled run `idle`.
 */
export function isWaiting({ status, interrupts }: { status?: string; interrupts?: unknown }): boolean {
  return isRecord(interrupts)
    ? Object.values(interrupts).some((list) => !Array.isArray(list) || list.length > 0)
    : status === "interrupted";
}

/** Why a run failed: on aegra its row has it. */
export const failureInRow = (row: Record<string, unknown>): string | undefined =>
  typeof row.error_message === "string" && row.error_message !== "" ? row.error_message : undefined;
