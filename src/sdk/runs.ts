/** The methods for runs, which are started exactly once and resumed after a cut, as in the rest of the package. */
import type { components } from "../../generated/schema.js";
import type { Client } from "../client/client-calls.js";
import { dataOf, result, settled } from "../client/results.js";
import { isRemoteException, RemoteException } from "../errors.js";
import type { RunEvents } from "../run/run-events.js";
import { getRun, getRunOutput, type RunBody, toCallInit } from "../run/run-requests.js";
import type { RunEvent } from "../run/run-types.js";
import { startOnce, startsAtCheckpoint, toStartBody } from "../run/start-run.js";
import { joinRun, streamRun } from "../run/stream-run.js";
import { toRemoteException } from "../servers/error-bodies.js";
import { isRecord } from "../util/record.js";
import { randomUuid } from "../util/uuid.js";
import { guarded } from "./event-streams.js";
import {
  type CallOptions,
  FIRST_PAGE,
  NO_LIMIT,
  type Options,
  operationsOf,
  toWireNames,
} from "./operation.js";

type Schemas = components["schemas"];

/** Options of a run. */
export type RunPayload = Options<Schemas["RunCreateStreamingStateful"], "assistantId" | "langsmithTracer"> & {
  /** Called once with the run, before its first event. */
  onRunCreated?: ((run: StartedRun) => void) | undefined;
  /** Where to trace the run: a `LangChainTracer`, or its two fields. */
  _langsmithTracer?: { projectName?: string | undefined; exampleId?: string | undefined } | null | undefined;
};

interface StartedRun {
  run_id: string;
  thread_id?: string | undefined;
}

/** The fields of a payload that go into the request body. */
const FIELDS = new Set([
  ...["input", "command", "metadata", "config", "context", "webhook", "durability", "multitaskStrategy"],
  ...["checkpoint", "checkpointId", "checkpointDuring", "interruptBefore", "interruptAfter", "ifNotExists"],
  ...["streamMode", "streamSubgraphs", "streamResumable", "feedbackKeys", "onCompletion", "onDisconnect"],
  ...["afterSeconds", "strictResume"],
]);

const toRunBody = ({ _langsmithTracer: tracer, ...payload }: RunPayload, assistantId: string): RunBody => ({
  ...toWireNames(Object.fromEntries(Object.entries(payload).filter(([name]) => FIELDS.has(name)))),
  ...(tracer ? { langsmith_tracer: toTracing(tracer) } : {}),
  assistant_id: assistantId,
});

/** Of a tracer of LangChain only its project and its example are sent. */
const toTracing = ({ projectName, exampleId }: NonNullable<RunPayload["_langsmithTracer"]>) =>
  toWireNames({ projectName, exampleId });

/** Starts a run at `/runs…` exactly once; when the response is lost, the run is found, and its data is read. */
async function startRun(
  client: Client,
  end: "" | "/wait",
  thread: string | null,
  body: RunBody,
  { onRunCreated, signal }: RunPayload,
  read: typeof getRunOutput,
): Promise<{ run: StartedRun | undefined; data: unknown }> {
  const threadId = thread ?? undefined;
  const key = randomUuid();
  const init = toCallInit({}, signal);
  const waiting = end === "/wait" ? { ...init, ...NO_LIMIT } : init;
  const wire = await toStartBody(client, threadId, body, key, init);
  const at = threadId === undefined ? (`/runs${end}` as const) : (`/threads/{thread_id}/runs${end}` as const);
  const parts = { ...waiting, params: { path: { thread_id: thread ?? "" } }, body: wire };
  const send = () => settled<unknown>(client.POST<typeof at>(at, parts));
  const fromCheckpoint = startsAtCheckpoint(body);
  const started = await startOnce(client, { threadId, key, send, fromCheckpoint }, init);
  const isFound = "runId" in started;
  const run = isFound
    ? { run_id: started.runId, thread_id: threadId }
    : runNamedIn(started.result.response.headers);
  if (run !== undefined) onRunCreated?.(run);
  // only a run on a known thread is found
  const data = isFound
    ? await read(client, threadId ?? "", started.runId, waiting)
    : dataOf(started.result, "__error__");
  return { run, data };
}

function runNamedIn(headers: Headers): StartedRun | undefined {
  const location = headers.get("content-location");
  const [, thread_id, run_id] = location?.match(/^(?:.*\/threads\/([^/?]+))?.*\/runs\/([^/?]+)/) ?? [];
  return run_id === undefined ? undefined : { run_id, thread_id };
}

/** A run's events to its end. A failure is an `error` event, which is added where the server sends none. */
async function* eventsOf(
  events: RunEvents,
  onRunCreated?: RunPayload["onRunCreated"],
): AsyncGenerator<RunEvent, void, undefined> {
  let onStarted = onRunCreated;
  const tellOnce = () => {
    if (events.runId === undefined) return;
    onStarted?.({ run_id: events.runId, thread_id: events.threadId });
    onStarted = undefined;
  };
  try {
    await events.open();
    tellOnce();
    for await (const event of events) {
      tellOnce();
      yield event;
    }
  } catch (error) {
    if (!isRemoteException(error)) throw error;
    yield { event: "error", data: { error: error.error, message: error.message } };
  }
}

/** The methods for runs. */
export type Runs<Values = unknown> = ReturnType<typeof runsOf<Values>>;

export function runsOf<Values>(client: Client) {
  const operation = operationsOf(client);
  const cancel = operation("post", "/threads/{thread_id}/runs/{run_id}/cancel", {
    query: { wait: false, action: "interrupt" },
  });
  return {
    /** Starts a run and returns its events. */
    stream(threadId: string | null, assistantId: string, options?: RunPayload | null) {
      const { onRunCreated, signal, onDisconnect, ...payload } = options ?? {};
      // with the server's default, a cut connection would cancel the run
      const leaving =
        onDisconnect === undefined
          ? {}
          : ({ on_disconnect: "continue", stopOnLeave: onDisconnect === "cancel" } as const);
      const body = { stream_resumable: false, ...toRunBody(payload, assistantId), ...leaving };
      const open = () => streamRun(client, { ...body, threadId: threadId ?? undefined, assistantId, signal });
      return guarded(signal, open, (events) => eventsOf(events, onRunCreated));
    },

    /** Starts a run in the background. */
    async create(threadId: string | null, assistantId: string, payload?: RunPayload | null) {
      const body = toRunBody({ ...payload, onDisconnect: undefined }, assistantId);
      const { data } = await startRun(client, "", threadId, body, payload ?? {}, getRun);
      return data as Schemas["Run"];
    },

    /** Starts stateless runs in the background. */
    async createBatch(payloads: (RunPayload & { assistantId: string })[], options?: CallOptions | null) {
      const body = payloads.map((payload) => toRunBody(payload, payload.assistantId));
      return result(client.POST("/runs/batch", { ...toCallInit({}, options?.signal), body }));
    },

    /** Runs to the end and returns the values; throws the run's failure unless `raiseError` is `false`. */
    async wait(
      threadId: string | null,
      assistantId: string,
      options?: (RunPayload & { raiseError?: boolean | undefined }) | null,
    ) {
      const payload = options ?? {};
      const body = toRunBody(payload, assistantId);
      const { run, data } = await startRun(client, "/wait", threadId, body, payload, getRunOutput);
      if (payload.raiseError === false || !isRecord(data) || !isRecord(data.__error__)) return data as Values;
      const address = { threadId: threadId ?? undefined, runId: run?.run_id };
      const { error, message } = toRemoteException(data.__error__, address);
      throw new RemoteException({ error, message: `${error}: ${message}`, ...address });
    },

    list: operation("get", "/threads/{thread_id}/runs", { query: FIRST_PAGE }),
    get: operation("get", "/threads/{thread_id}/runs/{run_id}"),
    cancel: async (
      threadId: string,
      runId: string,
      wait?: boolean,
      action?: "interrupt" | "rollback",
      options?: (CallOptions & { reason?: "taken" | undefined }) | null,
    ): Promise<unknown> => cancel(threadId, runId, { ...options, wait, action }),
    /** Stops several runs. */
    async cancelMany({ signal, action = "interrupt", ...runs }: CancelManyOptions) {
      const body = toWireNames<Schemas["RunsCancel"]>(runs);
      await settled(
        client.POST("/runs/cancel", { ...toCallInit({}, signal), params: { query: { action } }, body }),
      );
    },

    /** Waits for the end of a run and returns the values. */
    join: operation("get", "/threads/{thread_id}/runs/{run_id}/join", { query: {}, ...NO_LIMIT }) as (
      threadId: string,
      runId: string,
      options?: (CallOptions & { cancelOnDisconnect?: boolean | undefined }) | null,
    ) => Promise<Values>,

    /** Joins a run: returns new events, or with `lastEventId` the events after it (`-1`: all events). */
    joinStream(
      threadId: string | null | undefined,
      runId: string,
      options?: JoinStreamOptions | AbortSignal | null,
    ) {
      const given = options ?? {};
      const { cancelOnDisconnect: stopOnLeave, ...join } = "aborted" in given ? { signal: given } : given;
      const onlyNew = !join.lastEventId; // as in browsers, an empty id means none
      const open = () =>
        joinRun(client, { threadId: threadId ?? undefined, runId, onlyNew, stopOnLeave, ...join });
      return guarded(join.signal, open, (events) => eventsOf(events));
    },

    delete: operation("delete", "/threads/{thread_id}/runs/{run_id}"),
  };
}

type CancelManyOptions = Options<Schemas["RunsCancel"]> & { action?: "interrupt" | "rollback" };

/** Options of `joinStream`. */
type JoinStreamOptions = CallOptions & {
  /** Whether to cancel the run when the reader leaves early. Default false. */
  cancelOnDisconnect?: boolean | undefined;
  /** The id of the last known event; `-1` for all events that the server has kept. */
  lastEventId?: string | undefined;
  /** The stream modes to read. */
  streamMode?: string | readonly string[] | undefined;
};
