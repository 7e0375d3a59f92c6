/** The adapter for the thread protocol that `useStream` and `ThreadStream` take as their transport. */
import type { Client } from "../client/client-calls.js";
import { result, settled, toApiError, unlessMissing } from "../client/results.js";
import { streaming, toCallInit } from "../run/run-requests.js";
import { startOnce } from "../run/start-run.js";
import { refusalIn } from "../servers/protocol.js";
import { withIdempotencyKey } from "../servers/server.js";
import { isRecord } from "../util/record.js";
import { randomUuid } from "../util/uuid.js";
import { guarded, ThreadFeed } from "./event-streams.js";
import { untyped } from "./operation.js";

/** A command of the thread protocol. */
export interface AgentCommand {
  /** The id of the command, which its response repeats. */
  id: number;
  /** The method, such as `run.start` or `input.respond`. */
  method: string;
  /** The params of the method. */
  params?: unknown;
}

/** Selects events. */
export interface AgentEventFilter {
  /** The channels: kinds of events. */
  channels: readonly string[];
  /** The namespaces of subgraphs. */
  namespaces?: readonly (readonly string[])[];
  /** How many levels below these namespaces. */
  depth?: number;
}

/** An open stream of events. */
export interface AgentEventStream<Event> {
  /** The events. Some may be repeated, with the same `event_id`. */
  events: AsyncIterable<Event>;
  /** Resolves when the server has answered. */
  ready: Promise<void>;
  /** Closes the connection. */
  close(): void;
}

/** A transport of the thread protocol for other libraries, which bring their own types of commands and events. */
export interface AgentServer {
  /** The id of the bound thread; empty until `setThreadId`. */
  readonly threadId: string;
  /** Binds the transport to a thread. */
  setThreadId(threadId: string): void;
  /** Does nothing: each call has a connection of its own. */
  open(): Promise<void>;
  /**
   * Sends a command. A run is started only once even if the response is lost.
   *
   * Calls `POST /threads/{thread_id}/commands`.
   */
  send<Response = unknown>(command: AgentCommand): Promise<Response>;
  /** Yields no events: {@link openEventStream} does. */
  events<Event = unknown>(): AsyncIterable<Event>;
  /**
   * Opens a stream of the thread's events, which reconnects when it is cut.
   *
   * Calls `POST /threads/{thread_id}/stream/events`.
   */
  openEventStream<Event = unknown>(filter: AgentEventFilter): AgentEventStream<Event>;
  /**
   * The thread's state; `null` when the thread does not exist, or none is bound yet.
   *
   * Calls `GET /threads/{thread_id}/state`.
   */
  getState<State = unknown>(): Promise<State | null>;
  /** Closes all streams. */
  close(): Promise<void>;
}

/** Commands that start a run, so that they must not be sent twice. */
const STARTS = new Set(["run.start", "input.respond"]);

export class ClientAgentServer implements AgentServer {
  readonly #client: Client;
  readonly #feeds = new Set<ThreadFeed>();
  #threadId: string;

  constructor(client: Client, threadId = "") {
    this.#client = client;
    this.#threadId = threadId;
  }

  get threadId(): string {
    return this.#threadId;
  }

  setThreadId(threadId: string): void {
    this.#threadId = threadId;
  }

  async open(): Promise<void> {}

  async send<Response = unknown>(command: AgentCommand): Promise<Response> {
    const path = this.#path;
    const { id, method, params } = command;
    const post = async (body: AgentCommand) => {
      const call = untyped(this.#client)("post", "/threads/{thread_id}/commands", { params: { path }, body });
      const exchange = await settled<unknown>(call);
      const { data, redactor } = exchange;
      const error = redactor.value(data);
      const refusal = refusalIn(error);
      if (refusal !== undefined) throw toApiError({ ...exchange, error }, refusal.detail, refusal.status);
      return data as Response;
    };
    if (!STARTS.has(method) || !isRecord(params)) return post(command);
    const key = randomUuid();
    const send = () => post({ ...command, params: withIdempotencyKey(params, key) });
    const start = { threadId: path.thread_id, key, send, fromCheckpoint: isFork(params) };
    const started = await startOnce(this.#client, start, toCallInit({}, undefined));
    if ("result" in started) return started.result;
    return { type: "success", id, result: { run_id: started.runId } } as Response;
  }

  async *events<Event = unknown>(): AsyncIterable<Event> {}

  openEventStream<Event = unknown>(filter: AgentEventFilter): AgentEventStream<Event> {
    const params = { path: this.#path };
    const feed = new ThreadFeed(this.#client, undefined, (init) => {
      const options = { ...streaming(init), params, body: filter };
      return untyped(this.#client)("post", "/threads/{thread_id}/stream/events", options);
    });
    this.#feeds.add(feed);
    const ready = feed.open();
    ready.catch(() => this.#feeds.delete(feed)); // the reader of the events gets the error too
    const read = async function* () {
      for await (const { data } of feed) yield data as Event;
    };
    const close = () => {
      this.#feeds.delete(feed);
      feed.cancel();
    };
    return { events: guarded(undefined, () => feed, read), ready, close };
  }

  async getState<State = unknown>(): Promise<State | null> {
    if (this.#threadId === "") return null; // `useStream` reads the state before it binds a thread
    const call = this.#client.GET("/threads/{thread_id}/state", { params: { path: this.#path } });
    return ((await unlessMissing(result<unknown>(call))) ?? null) as State | null;
  }

  async close(): Promise<void> {
    for (const feed of this.#feeds) feed.cancel();
    this.#feeds.clear();
  }

  get #path(): { thread_id: string } {
    if (this.#threadId === "")
      throw new TypeError("the adapter is not bound to a thread: setThreadId comes first");
    return { thread_id: this.#threadId };
  }
}

function isFork({ config }: Record<string, unknown>): boolean {
  const { configurable } = isRecord(config) ? config : {};
  return isRecord(configurable) && configurable.checkpoint_id != null;
}
