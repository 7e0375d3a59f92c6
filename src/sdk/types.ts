/**
 * The client's types for those who have no `@langchain/langgraph-sdk`: the names of that package, over the schemas of the
 * API document. Whoever has it gets its own types instead, by `#langgraph-sdk` in package.json, because other libraries ask
 * for its classes by name.
 */
import type { components, operations } from "../../generated/schema.js";
import type { RunEvent } from "../run/run-types.js";

type Schemas = components["schemas"];

/** A name of the wire as the client has it. */
type CamelCase<Name> = Name extends `${infer Word}_${infer Rest}`
  ? `${Word}${Capitalize<CamelCase<Rest>>}`
  : Name;

/** What may be left out of a call, and the signal that ends it. */
type Options<Wire = unknown, Left extends string = never> = {
  [Name in keyof Wire as Exclude<CamelCase<Name>, Left>]?: Wire[Name] | undefined;
} & CallOptions;

/** What every call takes. */
export interface CallOptions {
  /** Ends the call when it aborts. */
  signal?: AbortSignal | undefined;
}

type QueryOf<Operation extends keyof operations> = operations[Operation] extends {
  parameters: { query?: infer Query };
}
  ? NonNullable<Query>
  : unknown;

/** A checkpoint, as a state names it. */
export interface Checkpoint {
  /** The thread that it is on. */
  thread_id?: string | undefined;
  /** The checkpoint; without it, the latest. */
  checkpoint_id?: string | null | undefined;
  /** The subgraph. */
  checkpoint_ns?: string | undefined;
  /** The checkpoints of its subgraphs. */
  checkpoint_map?: Record<string, unknown> | null | undefined;
}

/** A config that may select a checkpoint. */
export interface Config {
  /** The thread and the checkpoint among it. */
  configurable?: Record<string, unknown> | undefined;
}

/** What a run is started with. */
export type RunPayload = Options<Schemas["RunCreateStreamingStateful"], "assistantId"> & {
  /** Told once which run it is, before its first event. */
  onRunCreated?: ((run: { run_id: string; thread_id?: string }) => void) | undefined;
};

/** What {@link Runs.wait} takes. */
export type WaitPayload = RunPayload & {
  /** Whether a run that failed is thrown. Default true. */
  raiseError?: boolean | undefined;
};

/** How a run is joined. */
export interface JoinStreamOptions extends CallOptions {
  /** Stops the run when it is left early. Default false. */
  cancelOnDisconnect?: boolean | undefined;
  /** The last event that is known; `-1`: none, so that all come that the server has kept. */
  lastEventId?: string | undefined;
  /** Modes whose events are given. */
  streamMode?: string | readonly string[] | undefined;
}

/** Time in minutes after which the server removes it, and what of it. */
export type Ttl = number | { ttl: number; strategy?: "delete" | undefined };

/** The calls about runs. */
export interface Runs<State = unknown> {
  /** Starts a run and gives its events. */
  stream(
    threadId: string | null,
    assistantId: string,
    payload?: RunPayload,
  ): AsyncGenerator<RunEvent, void, undefined>;
  /** Starts a run in the background. */
  create(threadId: string | null, assistantId: string, payload?: RunPayload): Promise<Schemas["Run"]>;
  /** Starts stateless runs in the background. */
  createBatch(
    payloads: (RunPayload & { assistantId: string })[],
    options?: CallOptions,
  ): Promise<Schemas["Run"][]>;
  /** Runs to the end, and gives the values. */
  wait(threadId: string | null, assistantId: string, payload?: WaitPayload): Promise<State>;
  /** The runs of a thread. */
  list(threadId: string, options?: Options<QueryOf<"listRuns">>): Promise<Schemas["Run"][]>;
  /** One run. */
  get(threadId: string, runId: string, options?: CallOptions): Promise<Schemas["Run"]>;
  /** Stops a run. */
  cancel(
    threadId: string,
    runId: string,
    wait?: boolean,
    action?: "interrupt" | "rollback",
    options?: CallOptions & { reason?: "taken" | undefined },
  ): Promise<void>;
  /** Stops several runs. */
  cancelMany(
    options: Options<Schemas["RunsCancel"]> & { action?: "interrupt" | "rollback" | undefined },
  ): Promise<void>;
  /** Waits for the end of a run, and gives the values. */
  join(
    threadId: string,
    runId: string,
    options?: CallOptions & { cancelOnDisconnect?: boolean | undefined },
  ): Promise<State>;
  /** The events of a run that was started before. */
  joinStream(
    threadId: string | null | undefined,
    runId: string,
    options?: JoinStreamOptions | AbortSignal,
  ): AsyncGenerator<RunEvent, void, undefined>;
  /** Removes a run. */
  delete(threadId: string, runId: string, options?: CallOptions): Promise<void>;
}

/** The calls about threads. */
export interface Threads<State = unknown, Update = State> {
  /** Makes a thread. */
  create(
    payload?: Options<Schemas["ThreadCreate"], "ttl" | "supersteps"> & {
      graphId?: string | undefined;
      supersteps?: { updates: { values: unknown; command?: unknown; asNode: string }[] }[] | undefined;
      ttl?: Ttl | undefined;
    },
  ): Promise<Schemas["Thread"]>;
  /** One thread. */
  get(
    threadId: string,
    options?: CallOptions & { include?: string[] | undefined },
  ): Promise<Schemas["Thread"]>;
  /** Changes a thread. */
  update(
    threadId: string,
    payload?: CallOptions & {
      metadata?: Record<string, unknown> | undefined;
      ttl?: Ttl | undefined;
      returnMinimal?: boolean | undefined;
    },
  ): Promise<Schemas["Thread"]>;
  /** Searches threads. */
  search(query?: Options<Schemas["ThreadSearchRequest"]>): Promise<Schemas["Thread"][]>;
  /** Counts threads. */
  count(query?: Options<Schemas["ThreadCountRequest"]>): Promise<number>;
  /** Copies a thread. */
  copy(threadId: string, options?: CallOptions): Promise<Schemas["Thread"]>;
  /** Removes a thread. */
  delete(threadId: string, options?: CallOptions): Promise<void>;
  /** Removes threads, or what they need no more. */
  prune(
    threadIds: string[],
    options?: CallOptions & { strategy?: "delete" | "keep_latest" | undefined },
  ): Promise<{ pruned_count: number }>;
  /** The state of a thread, the latest or that of a checkpoint. */
  getState(
    threadId: string,
    checkpoint?: Checkpoint | string,
    options?: CallOptions & { subgraphs?: boolean | undefined; select?: string[] | undefined },
  ): Promise<Schemas["ThreadState"] & { values: State }>;
  /** Writes to a thread's state. */
  updateState(
    threadId: string,
    options: CallOptions & {
      values: Update;
      checkpoint?: Checkpoint | undefined;
      checkpointId?: string | undefined;
      asNode?: string | undefined;
    },
  ): Promise<Config & { checkpoint?: Checkpoint }>;
  /** Changes the metadata of a thread's state. */
  patchState(
    threadIdOrConfig: string | Config,
    metadata: Record<string, unknown>,
    options?: CallOptions,
  ): Promise<void>;
  /** The states of a thread, newest first. */
  getHistory(
    threadId: string,
    options?: CallOptions & {
      limit?: number | undefined;
      before?: Config | Checkpoint | string | undefined;
      checkpoint?: Checkpoint | undefined;
      metadata?: Record<string, unknown> | undefined;
      select?: string[] | undefined;
    },
  ): Promise<(Schemas["ThreadState"] & { values: State })[]>;
  /** What happens on a thread, run after run; it never ends. */
  joinStream(
    threadId: string,
    options?: CallOptions & {
      lastEventId?: string | undefined;
      streamMode?: string | readonly string[] | undefined;
    },
  ): AsyncGenerator<RunEvent, void, undefined>;
  /** The thread protocol, by the class `ThreadStream` that the config hands in. */
  stream(options: ThreadStreamOptions): object;
  stream(threadId: string, options: ThreadStreamOptions): object;
}

/** What the thread protocol is spoken with. */
export interface ThreadStreamOptions {
  /** Assistant id or graph name. */
  assistantId: string;
  /** What sends and receives. Default: {@link agentServer} of this client. */
  transport?: unknown;
}

/** The calls about assistants. */
export interface Assistants {
  /** One assistant. */
  get(assistantId: string, options?: CallOptions): Promise<Schemas["Assistant"]>;
  /** The drawing of its graph. */
  getGraph(
    assistantId: string,
    options?: Options<QueryOf<"getAssistantGraph">>,
  ): Promise<Schemas["AssistantGraph"]>;
  /** The schemas of its graph. */
  getSchemas(assistantId: string, options?: CallOptions): Promise<Schemas["GraphSchema"]>;
  /** The schemas of its subgraphs. */
  getSubgraphs(
    assistantId: string,
    options?: CallOptions & { namespace?: string | undefined; recurse?: boolean | undefined },
  ): Promise<Record<string, unknown>>;
  /** Makes an assistant. */
  create(
    payload: Options<Schemas["AssistantCreate"], "graphId"> & { graphId: string },
  ): Promise<Schemas["Assistant"]>;
  /** Changes an assistant. */
  update(assistantId: string, payload: Options<Schemas["AssistantPatch"]>): Promise<Schemas["Assistant"]>;
  /** Removes an assistant, and its threads where that is wanted. */
  delete(assistantId: string, options?: CallOptions & { deleteThreads?: boolean | undefined }): Promise<void>;
  /** Searches assistants; with `includePagination` also where the next page begins. */
  search(
    query: Options<Schemas["AssistantSearchRequest"]> & { includePagination: true },
  ): Promise<{ assistants: Schemas["Assistant"][]; next: string | null }>;
  search(
    query?: Options<Schemas["AssistantSearchRequest"]> & { includePagination?: false },
  ): Promise<Schemas["Assistant"][]>;
  /** Counts assistants. */
  count(query?: Options<Schemas["AssistantCountRequest"]>): Promise<number>;
  /** The versions of an assistant. */
  getVersions(
    assistantId: string,
    payload?: Options<Schemas["AssistantVersionsSearchRequest"]>,
  ): Promise<Schemas["Assistant"][]>;
  /** Makes a version the current one. */
  setLatest(assistantId: string, version: number, options?: CallOptions): Promise<Schemas["Assistant"]>;
}

/** An item of the store. */
export type Item = Schemas["Item"] & { createdAt: string; updatedAt: string };

/** The calls about the store. */
export interface Store {
  /** Writes an item. */
  putItem(
    namespace: string[],
    key: string,
    value: Record<string, unknown>,
    options?: CallOptions & { index?: false | string[] | null; ttl?: number | null },
  ): Promise<void>;
  /** Reads an item. */
  getItem(
    namespace: string[],
    key: string,
    options?: CallOptions & { refreshTtl?: boolean | null },
  ): Promise<Item | null>;
  /** Removes an item. */
  deleteItem(namespace: string[], key: string, options?: CallOptions): Promise<void>;
  /** Searches items. */
  searchItems(
    namespacePrefix: string[],
    options?: Options<Schemas["StoreSearchRequest"], "namespacePrefix">,
  ): Promise<{ items: Item[] }>;
  /** Lists namespaces. */
  listNamespaces(
    options?: Options<Schemas["StoreListNamespacesRequest"]>,
  ): Promise<{ namespaces: string[][] }>;
}

/** The calls about runs that start by the clock. */
export interface Crons {
  /** Starts stateless runs by the clock. */
  create(assistantId: string, payload?: Options<Schemas["CronCreate"], "assistantId">): Promise<object>;
  /** Starts runs of a thread by the clock. */
  createForThread(
    threadId: string,
    assistantId: string,
    payload?: Options<Schemas["ThreadCronCreate"], "assistantId">,
  ): Promise<object>;
  /** Changes a cron. */
  update(cronId: string, payload?: Options<Schemas["CronPatch"]>): Promise<object>;
  /** Removes a cron. */
  delete(cronId: string, options?: CallOptions): Promise<void>;
  /** Searches crons. */
  search(query?: Options<Schemas["CronSearch"]>): Promise<object[]>;
  /** Counts crons. */
  count(query?: Options<Schemas["CronCountRequest"]>): Promise<number>;
}

/** A client for a LangGraph server, in the form that other libraries expect. */
export interface Client<State = unknown, Update = State, Custom = unknown> {
  /** Runs. */
  runs: Runs<State>;
  /** Threads. */
  threads: Threads<State, Update>;
  /** Assistants. */
  assistants: Assistants;
  /** The store. */
  store: Store;
  /** Crons. */
  crons: Crons;
  /** What a graph writes to its custom stream. */
  "~custom"?: Custom;
}
