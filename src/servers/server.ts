/**
 * The differences between servers, each with the server that has it. A client looks up which server it talks to by one
 * `GET /info`, and only when a quirk depends on it; an ordinary run never needs it.
 */
import type { RunBody } from "../run/run-requests.js";
import type { Logger } from "../types.js";
import { isRecord } from "../util/record.js";
import { remember } from "../util/remember.js";

/** `javascript`: `@langchain/langgraph-api`; `python`: `langgraph-api`, hosted or not; `aegra`: `aegra-api`. */
export type ServerKind = "javascript" | "python" | "aegra";

const REMEMBERED_READERS = 1000;
const REMEMBERED_FORKS = 10_000;

/**
 * The addresses of threads with a run from a checkpoint, by the `fetch` that reached them. Clients share them, since a page or
 * a function of a server may make one for each of its calls.
 */
const forkedThreads = new WeakMap<object, Set<string>>();

/** A server's URL, and the `fetch` by which it is reached. Default: the platform's, looked up at each use. */
interface Where {
  url: string;
  fetch?: typeof globalThis.fetch | undefined;
}

/** What a client has found out about its server. */
export class Server {
  readonly #askInfo: () => Promise<unknown>;
  #kind: Promise<ServerKind> | undefined;
  #isJoinableStateless = true;
  readonly #read = new Set<string>();
  /** The ids of assistants by the names of their graphs. */
  readonly #assistants = new Map<string, string>();
  readonly #where: Where;
  readonly #logger: Logger | undefined;
  readonly #quirks = new Set<string>();

  /**
   * @param askInfo - requests the body of `GET /info`; `undefined` when the server or a proxy refuses it
   * @param logger - gets one entry for each quirk
   */
  constructor(askInfo: () => Promise<unknown>, where: Where, logger?: Logger) {
    this.#askInfo = askInfo;
    this.#where = where;
    this.#logger = logger;
  }

  /** Logs a quirk of the server, once. */
  noteQuirk(quirk: string): void {
    if (this.#quirks.has(quirk)) return;
    this.#quirks.add(quirk);
    this.#logger?.info(quirk, {});
  }

  /** Which server implementation it is: looked up once. After a failure, the next call tries again. */
  kind(): Promise<ServerKind> {
    this.#kind ??= this.#askInfo().then(toKind, (error: unknown) => {
      this.#kind = undefined;
      throw error;
    });
    return this.#kind;
  }

  /**
   * Whether `GET /runs/{run_id}/stream` joins a stateless run. Python and aegra answer 404, Python although it names that
   * path in `Location`; such a run is joined through its temporary thread.
   */
  get isJoinableStateless(): boolean {
    return this.#isJoinableStateless;
  }

  /** Notes that `GET /runs/{run_id}/stream` was answered with 404. */
  noteNotJoinableStateless(): void {
    this.#isJoinableStateless = false;
    this.noteQuirk("the server joins a stateless run only through the run's temporary thread");
  }

  /**
   * Registers the one reader of a run that is not resumable: a server sends each of its events once, so two readers would
   * get a part of them each.
   *
   * @returns false when this process already has a reader of the run
   */
  claimReader(runId: string): boolean {
    if (this.#read.has(runId)) return false;
    remember(this.#read, runId, REMEMBERED_READERS);
    return true;
  }

  /** The addresses of threads with a run from a checkpoint. */
  get #forked(): Set<string> {
    const by = this.#where.fetch ?? globalThis.fetch ?? globalThis;
    const threads = forkedThreads.get(by) ?? new Set<string>();
    forkedThreads.set(by, threads);
    return threads;
  }

  /** Notes that a run from a checkpoint is about to start: the server may accept it although no response comes. */
  noteFork(threadId: string): void {
    remember(this.#forked, `${this.#where.url} ${threadId}`, REMEMBERED_FORKS);
  }

  /**
   * Whether a run of a thread may have started from a checkpoint. It stays so after later runs: JavaScript does not clear the
   * thread's config by a run that is enqueued.
   */
  isForked(threadId: string): boolean {
    return this.#forked.has(`${this.#where.url} ${threadId}`);
  }

  /** The id of a graph's own assistant if it was looked up, else the graph's name, which most calls accept. */
  assistantId(graphId: string): string {
    return this.#assistants.get(graphId) ?? graphId;
  }

  /** Notes the assistant of a graph. */
  noteAssistant(graphId: string, assistantId: string): void {
    this.noteQuirk("the server does not accept a graph's name as an assistant id: the id is looked up");
    this.#assistants.set(graphId, assistantId);
  }
}

/**
 * The `configurable` that starts a run at its thread's latest checkpoint, after a run from an earlier one. JavaScript keeps
 * the checkpoint of a run in the thread's config, so that every later run would start there again; a `null` clears it.
 */
export const toHead = (kind: ServerKind): { checkpoint_id: null } | undefined =>
  kind === "javascript" ? { checkpoint_id: null } : undefined;

/** Whether a run has both a `context` and a `configurable`. */
export const hasContextAndConfigurable = ({ context, config }: RunBody): boolean =>
  hasMembers(context) && hasMembers(config?.configurable);

/** Moves a run's context into `configurable`: Python refuses both at once, and fills the context from `configurable`. */
export const withContextInConfigurable = ({ context, ...rest }: RunBody): RunBody =>
  withConfigurable(rest, context ?? {});

const hasMembers = (value: unknown): value is Record<string, unknown> =>
  isRecord(value) && Object.keys(value).length > 0;

/** Merges values into the `configurable` of a run's body. */
export const withConfigurable = (body: RunBody, values: Record<string, unknown>): RunBody => ({
  ...body,
  config: { ...body.config, configurable: { ...body.config?.configurable, ...values } },
});

/** Whether a run continues its thread without input: aegra refuses that without a `checkpoint`, which may be empty. */
export const continuesThread = ({ input, command }: RunBody): boolean => input === null && command == null;

function toKind(info: unknown): ServerKind {
  if (!isRecord(info)) return "python"; // without `/info`, the most common server
  if (info.context === "js" || "langgraph_js_version" in info) return "javascript";
  return /aegra/i.test(JSON.stringify(info)) ? "aegra" : "python";
}

/** `subgraphs` in the body of `POST /threads/{thread_id}/state/checkpoint`: JavaScript requires a string. */
export const toWireFlag = (kind: ServerKind): "true" | true => (kind === "javascript" ? "true" : true);

/** `before` in the body of `POST /threads/{thread_id}/history`: JavaScript requires the id, the others a config. */
export function toWireBefore(
  kind: ServerKind,
  checkpointId: string,
): string | { configurable: { checkpoint_id: string } } {
  return kind === "javascript" ? checkpointId : { configurable: { checkpoint_id: checkpointId } };
}

/** Whether `GET /assistants/{assistant_id}/subgraphs/{namespace}` is missing and the namespace goes into the query: on aegra. */
export const asksSubgraphInQuery = (kind: ServerKind): boolean => kind === "aegra";

/** `xray` of `GET /assistants/{assistant_id}/graph`: JavaScript ignores a depth and draws one level only. */
export const toWireXray = (kind: ServerKind, depth: number): boolean | number =>
  kind === "javascript" ? depth > 0 : depth;

/**
 * `limit` of `GET /threads/{thread_id}/runs`: JavaScript treats it as the index at which the page ends; the other servers
 * then send more rows than `count` after the first page.
 */
export const toRunsPage = (offset: number, count: number) => ({ offset, limit: offset + count });

/**
 * Adapts a query. Every server requires the namespace of `GET /store/items` joined by dots, and `stream_modes` by commas; the
 * items of any other list are repeated parameters. `wait` of a cancel is a number on aegra, which the others treat as true;
 * JavaScript treats any text as true, so false is omitted.
 */
export function toWireQuery(query: Record<string, unknown>): Record<string, unknown> {
  const { wait, namespace, stream_modes: modes, ...rest } = query;
  if (wait !== undefined && wait !== false) rest.wait = wait === true ? 1 : wait;
  if (namespace !== undefined) rest.namespace = Array.isArray(namespace) ? namespace.join(".") : namespace;
  if (modes !== undefined) rest.stream_modes = Array.isArray(modes) ? modes.join() || undefined : modes;
  return rest;
}

/**
 * The metadata in a run's row. aegra's rows have no `metadata`, but repeat that of the config. Without either, a run can't
 * be found by its idempotency key.
 */
export function metadataOf({ metadata, config }: Record<string, unknown>) {
  if (isRecord(metadata)) return metadata;
  return isRecord(config) && isRecord(config.metadata) ? config.metadata : undefined;
}

/**
 * Adds the idempotency key to the metadata of a run's body. aegra keeps only the metadata of the config, so the run's
 * metadata is copied there as far as aegra accepts it.
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

/** The largest number of keys that aegra accepts in a config's metadata; an invalid one is a 422. */
const MOST_ECHOED = 32;

const isEchoed = ([key, value]: [string, unknown]): boolean =>
  /^[A-Za-z0-9_-]{1,64}$/.test(key) &&
  (typeof value === "string" ? value.length <= 512 : typeof value === "number" || typeof value === "boolean");

const configMetadata = (config: unknown): Record<string, unknown> =>
  isRecord(config) && isRecord(config.metadata) ? config.metadata : {};

/** The metadata key of a run's idempotency key; no server supports a header for it. */
export const IDEMPOTENCY_KEY = "langgraph_remote_start";

/**
 * Whether a thread is interrupted and waits to be resumed. A run that is `interrupted` either waits or was cancelled: Python and JavaScript
 * list the interrupts; aegra lists none, and leaves the thread of a cancelled run `idle`.
 */
export function isWaiting({ status, interrupts }: { status?: string; interrupts?: unknown }): boolean {
  return isRecord(interrupts)
    ? Object.values(interrupts).some((list) => !Array.isArray(list) || list.length > 0)
    : status === "interrupted";
}

/** The member of a run's row that tells why the run failed: on aegra. */
export const FAILURE_IN_ROW = "error_message";

/** Why a run failed, by its row. */
export function failureInRow({ [FAILURE_IN_ROW]: message }: Record<string, unknown>): string | undefined {
  return typeof message === "string" && message !== "" ? message : undefined;
}
