/** The methods for threads and their states. */
import type { components, methods } from "../../generated/schema.js";
import { kindOf } from "../client/client.js";
import type { Client } from "../client/client-calls.js";
import { settled } from "../client/results.js";
import { EventDeduplicator } from "../run/event-deduplicator.js";
import { streaming, toCallInit } from "../run/run-requests.js";
import { toWireBefore, toWireFlag } from "../servers/server.js";
import { isRecord } from "../util/record.js";
import { randomUuid } from "../util/uuid.js";
import { ClientAgentServer } from "./agent-server.js";
import { type Connect, guarded, ThreadFeed } from "./event-streams.js";
import {
  type CallOptions,
  FIRST_PAGE,
  type Options,
  operationsOf,
  toWireNames,
  untyped,
} from "./operation.js";

type Schemas = components["schemas"];

/** The class `ThreadStream` of `@langchain/langgraph-sdk`, which is passed in the config. */
export type ThreadStreamClass = new (transport: never, options: never) => object;

/** Options of `stream`. */
export interface ThreadStreamOptions {
  /** Assistant id or graph name. */
  assistantId: string;
  /** The transport. Default: an agent server of this client. */
  transport?: unknown;
}

/** A checkpoint, as in a state. */
type Checkpoint = Schemas["CheckpointConfig"];

/** Time in minutes after which the server deletes a thread. */
type Ttl = number | { ttl: number; strategy?: "delete" | undefined };

const toTtl = (ttl: Ttl | undefined) =>
  (typeof ttl === "number" ? { ttl, strategy: "delete" } : ttl) as Schemas["ThreadCreate"]["ttl"];

type State<Values> = Schemas["ThreadState"] & { values: Values };

/** The methods for threads. */
export type Threads<Values = unknown, Update = Values> = ReturnType<typeof threadsOf<Values, Update>>;

export function threadsOf<Values, Update>(client: Client, ThreadStream?: ThreadStreamClass) {
  const operation = operationsOf(client);
  const create = operation("post", "/threads", { body: {} });
  const getLatest = operation("get", "/threads/{thread_id}/state", { query: {} });
  const getAt = operation("post", "/threads/{thread_id}/state/checkpoint", { body: {} });
  const getHistory = operation("post", "/threads/{thread_id}/history", { search: { limit: 10 } });
  const kind = ({ signal }: CallOptions) => kindOf(client, toCallInit({}, signal));
  return {
    async create(payload?: ThreadPayload | null) {
      const { metadata, graphId, ttl, supersteps, ...fields } = payload ?? {};
      return create({
        ...fields,
        metadata: { ...metadata, ...(graphId === undefined ? {} : { graph_id: graphId }) },
        ttl: toTtl(ttl),
        supersteps: supersteps?.map(({ updates }) => ({ updates: updates.map((one) => toWireNames(one)) })),
      });
    },
    get: operation("get", "/threads/{thread_id}", { query: {} }),
    async update(thread_id: string, changes?: ThreadChanges | null) {
      const { signal, metadata, ttl, returnMinimal } = changes ?? {};
      const init = toCallInit({ headers: returnMinimal ? { prefer: "return=minimal" } : {} }, signal);
      const body = toWireNames<Schemas["ThreadPatch"]>({ metadata, ttl: toTtl(ttl) });
      const params = { path: { thread_id } };
      return (await settled(client.PATCH("/threads/{thread_id}", { ...init, params, body }))).data;
    },
    search: operation("post", "/threads/search", { search: FIRST_PAGE }),
    count: operation("post", "/threads/count", { search: {} }),
    copy: operation("post", "/threads/{thread_id}/copy"),
    delete: operation("delete", "/threads/{thread_id}"),
    /** Deletes threads, or their old checkpoints. */
    prune: operation("post", "/threads/prune", { body: { strategy: "delete" } }, "threadIds"),

    /** Reads the state of a thread: the latest, or that of a checkpoint. */
    async getState(
      threadId: string,
      checkpoint?: Checkpoint | string | null,
      options?: (CallOptions & { subgraphs?: boolean; select?: string[] }) | null,
    ): Promise<State<Values>> {
      const query = options ?? {};
      if (checkpoint == null) return (await getLatest(threadId, query)) as State<Values>;
      const state = await getAt(threadId, {
        ...query,
        checkpoint: typeof checkpoint === "string" ? { checkpoint_id: checkpoint } : checkpoint,
        subgraphs: query.subgraphs ? toWireFlag(await kind(query)) : undefined,
      });
      return state as State<Values>;
    },
    /** Updates a thread's state. */
    updateState: operation("post", "/threads/{thread_id}/state", { body: {} }) as (
      threadId: string,
      options: Options<Schemas["ThreadStateUpdate"], "values"> & { values: Update },
    ) => Promise<Schemas["ThreadStateUpdateResponse"]>,
    /** Changes the metadata of a thread's state. */
    async patchState(
      thread: string | Schemas["Config"],
      metadata: Record<string, unknown>,
      options?: CallOptions | null,
    ) {
      const thread_id = typeof thread === "string" ? thread : thread.configurable?.thread_id;
      if (typeof thread_id !== "string" || thread_id === "")
        throw new TypeError("patchState needs a thread: its id, or a config with configurable.thread_id");
      const params = { path: { thread_id } };
      const parts = { ...toCallInit({}, options?.signal), params, body: { metadata } };
      await settled(untyped(client)("patch", "/threads/{thread_id}/state", parts));
    },
    /** The states of a thread, newest first. */
    async getHistory(threadId: string, options?: HistoryQuery | null) {
      const { before, ...query } = options ?? {};
      const id = checkpointIdOf(before);
      const from = id === undefined ? undefined : toWireBefore(await kind(query), id);
      return (await getHistory(threadId, { ...query, before: from })) as State<Values>[];
    },

    /** Streams the events of a thread, run after run, without an end. */
    joinStream(thread_id: string, options?: JoinOptions | null) {
      const { lastEventId, streamMode = "run_modes", signal } = options ?? {};
      const params = { path: { thread_id }, query: { stream_modes: streamMode } };
      // for a thread's stream, "-" selects the first event
      const first = lastEventId === "-1" ? "-" : lastEventId || undefined;
      const connect: Connect = (init, last) => {
        const headers = last === undefined ? undefined : { "last-event-id": last };
        return client.GET("/threads/{thread_id}/stream", { ...streaming(init, headers), params });
      };
      const open = () => new ThreadFeed(client, signal, connect, new EventDeduplicator(first));
      return guarded(signal, open, (feed) => feed);
    },
    /** Opens the thread protocol, with the class `ThreadStream` that was passed in the config. */
    stream(
      ...args: [threadId: string, options: ThreadStreamOptions] | [options: ThreadStreamOptions]
    ): object {
      if (ThreadStream === undefined)
        throw new TypeError(
          "threads.stream needs the SDK's own class: new Client({ ThreadStream }), from @langchain/langgraph-sdk/client",
        );
      const [threadId, options] = args.length === 1 ? [randomUuid(), args[0]] : args;
      const transport = isRecord(options?.transport) ? options.transport : new ClientAgentServer(client);
      if (typeof transport.setThreadId === "function") transport.setThreadId(threadId);
      return new ThreadStream(transport as never, options as never);
    },
  };
}

type ThreadPayload = Options<Schemas["ThreadCreate"], "ttl" | "supersteps"> & {
  graphId?: string | undefined;
  supersteps?: { updates: { values: unknown; command?: unknown; asNode: string }[] }[] | undefined;
  ttl?: Ttl | undefined;
};

type ThreadChanges = Options<Schemas["ThreadPatch"], "ttl"> & {
  ttl?: Ttl | undefined;
  returnMinimal?: boolean | undefined;
};

type HistoryQuery = Options<Schemas["ThreadStateSearch"], "before"> & {
  before?: Schemas["Config"] | Checkpoint | string | undefined;
  select?: string[] | undefined;
};

type ThreadStreamQuery = methods["get"]["/threads/{thread_id}/stream"]["parameters"]["query"];

type ThreadModes = NonNullable<NonNullable<ThreadStreamQuery>["stream_modes"]>;

type JoinOptions = CallOptions & {
  lastEventId?: string | undefined;
  streamMode?: ThreadModes | undefined;
};

/** The checkpoint id in a config, a checkpoint, or an id. */
function checkpointIdOf(selected: HistoryQuery["before"]): string | undefined {
  if (typeof selected === "string") return selected;
  if (selected === undefined || selected === null) return undefined;
  const { checkpoint_id } = "configurable" in selected ? (selected.configurable ?? {}) : selected;
  return typeof checkpoint_id === "string" ? checkpoint_id : undefined;
}
