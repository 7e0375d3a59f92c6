/** The calls about runs, on the same engine as the rest of the package: started once, and resumed when cut. */
import type { Client } from "../client/client-calls.js";
import { isRemoteException, RemoteException } from "../errors.js";
import type { RunEvents } from "../run/run-events.js";
import { getRun, getRunOutput, type RunBody, toCallInit } from "../run/run-requests.js";
import type { RunEvent } from "../run/run-types.js";
import { startOnce, toStartBody } from "../run/start-run.js";
import { joinRun, streamRun } from "../run/stream-run.js";
import { toRemoteException } from "../servers/error-bodies.js";
import { isRecord } from "../util/record.js";
import { randomUuid } from "../util/uuid.js";
import { type Call, sendCall, toWireNames } from "./call.js";
import { guarded } from "./events.js";
import type { RunPayload, Runs } from "./types.js";

/** What a run's body may hold; other members of a payload are for the client, or for nobody. */
const RUN_FIELDS = [
  ...["input", "command", "metadata", "config", "context", "webhook", "durability", "multitaskStrategy"],
  ...["checkpoint", "checkpointId", "checkpointDuring", "interruptBefore", "interruptAfter", "ifNotExists"],
  ...["streamMode", "streamSubgraphs", "streamResumable", "feedbackKeys", "onCompletion", "onDisconnect"],
  ...["afterSeconds", "strictResume"],
];

/** What a run's body may hold, and a cron's may not. */
const RUN_ONLY = new Set([
  ...["command", "checkpoint", "checkpointId", "feedbackKeys", "ifNotExists", "strictResume"],
  ...["onCompletion", "onDisconnect", "afterSeconds"],
]);

/** What a cron's body may hold. */
export const CRON_FIELDS = [
  ...RUN_FIELDS.filter((field) => !RUN_ONLY.has(field)),
  ...["schedule", "timezone", "onRunCompleted", "enabled", "endTime"],
];

/** The members of a payload that go into the body. */
export const toBody = (payload: object, fields: readonly string[]): Record<string, unknown> =>
  toWireNames(Object.fromEntries(Object.entries(payload).filter(([name]) => fields.includes(name))));

const toRunBody = (payload: RunPayload, assistantId: string): RunBody => ({
  ...toBody(payload, RUN_FIELDS),
  assistant_id: assistantId,
});

/** A run that a call has started: its answer, or the run that had begun although none came. */
interface Begun<T> {
  run: { run_id: string; thread_id?: string } | undefined;
  answer: T | undefined;
}

/** Starts a run at `/runs…`, once. */
async function begin<T>(
  client: Client,
  end: "" | "/wait",
  threadId: string | null,
  assistantId: string,
  { onRunCreated, signal, ...payload }: RunPayload,
): Promise<Begun<T>> {
  const key = randomUuid();
  const { on_disconnect, ...background } = toRunBody(payload, assistantId);
  const given = end === "" || on_disconnect === undefined ? background : { ...background, on_disconnect };
  const body = await toStartBody(client, threadId ?? undefined, given, key, toCallInit({}, signal));
  const send = () =>
    threadId === null
      ? sendCall<T>(client, "post", `/runs${end}`, { body, signal })
      : sendCall<T>(client, "post", `/threads/{thread_id}/runs${end}`, {
          path: { thread_id: threadId },
          body,
          signal,
        });
  const fromCheckpoint = body.checkpoint != null || body.checkpoint_id != null;
  const start = { threadId: threadId ?? undefined, key, send, fromCheckpoint };
  const started = await startOnce(client, start, toCallInit({}, signal));
  const run =
    "runId" in started
      ? { run_id: started.runId, thread_id: started.threadId }
      : namedIn(started.answer.response.headers.get("content-location"));
  if (run !== undefined) onRunCreated?.(run);
  return { run, answer: "answer" in started ? started.answer.data : undefined };
}

function namedIn(location: string | null): { run_id: string; thread_id?: string } | undefined {
  const [, thread_id, run_id] = location?.match(/^(?:.*\/threads\/([^/?]+))?.*\/runs\/([^/?]+)/) ?? [];
  if (run_id === undefined) return undefined;
  return thread_id === undefined ? { run_id } : { run_id, thread_id };
}

/** A run's events, to its end. That it failed is said by an `error` event, which some servers leave out. */
async function* eventsOf(
  events: RunEvents,
  onRunCreated?: RunPayload["onRunCreated"],
): AsyncGenerator<RunEvent, void, undefined> {
  let tell = onRunCreated;
  const tellOnce = () => {
    const { runId, threadId } = events;
    if (tell === undefined || runId === undefined) return;
    tell(threadId === undefined ? { run_id: runId } : { run_id: runId, thread_id: threadId });
    tell = undefined;
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

/** The calls about runs. */
export const runsOf = (client: Client, call: Call): Runs => ({
  stream(threadId, assistantId, { onRunCreated, signal, ...payload } = {}) {
    const { on_disconnect, ...body } = toRunBody(payload, assistantId);
    const events = () =>
      streamRun(client, {
        stream_resumable: false,
        ...body,
        threadId: threadId ?? undefined,
        assistantId,
        signal,
        // left to the server, a connection that is cut would stop the run as well
        ...(on_disconnect === undefined
          ? {}
          : { on_disconnect: "continue", stopOnLeave: on_disconnect === "cancel" }),
      });
    return guarded(signal, events, (reading) => eventsOf(reading, onRunCreated));
  },

  async create(threadId, assistantId, payload = {}) {
    const { answer, run } = await begin<Awaited<ReturnType<Runs["create"]>>>(
      client,
      "",
      threadId,
      assistantId,
      payload,
    );
    if (answer !== undefined) return answer;
    return getRun(client, run?.thread_id ?? "", run?.run_id ?? "", toCallInit({}, payload.signal));
  },

  createBatch(payloads, { signal } = {}) {
    const body = payloads.map(({ assistantId, ...payload }) => toRunBody(payload, assistantId));
    return call("post", "/runs/batch", { body, signal });
  },

  async wait(threadId, assistantId, { raiseError = true, ...payload } = {}) {
    const { answer, run } = await begin<unknown>(client, "/wait", threadId, assistantId, payload);
    const values =
      answer ?? // of a run that was found, the thread is known
      (await getRunOutput(client, run?.thread_id ?? "", run?.run_id ?? "", toCallInit({}, payload.signal)));
    if (!raiseError || !isRecord(values) || !isRecord(values.__error__)) return values;
    const {
      error,
      message,
      threadId: on,
      runId,
    } = toRemoteException(values.__error__, {
      threadId: threadId ?? undefined,
      runId: run?.run_id,
    });
    throw new RemoteException({ error, message: `${error}: ${message}`, threadId: on, runId });
  },

  list: (thread_id, { signal, limit = 10, offset = 0, ...query } = {}) =>
    call("get", "/threads/{thread_id}/runs", {
      path: { thread_id },
      query: { limit, offset, ...toWireNames(query) },
      signal,
    }),

  get: (thread_id, run_id, { signal } = {}) =>
    call("get", "/threads/{thread_id}/runs/{run_id}", { path: { thread_id, run_id }, signal }),

  cancel: (thread_id, run_id, wait = false, action = "interrupt", { signal, reason } = {}) =>
    call("post", "/threads/{thread_id}/runs/{run_id}/cancel", {
      path: { thread_id, run_id },
      query: { wait, action, reason },
      signal,
    }),

  cancelMany: ({ signal, action, ...body }) =>
    call("post", "/runs/cancel", { query: { action }, body: toWireNames(body), signal }),

  join: (thread_id, run_id, { signal, cancelOnDisconnect = false } = {}) =>
    call("get", "/threads/{thread_id}/runs/{run_id}/join", {
      path: { thread_id, run_id },
      query: cancelOnDisconnect ? { cancel_on_disconnect: true } : {},
      signal,
    }),

  joinStream(threadId, runId, options = {}) {
    const given = "aborted" in options ? { signal: options } : options;
    const { signal, lastEventId, streamMode, cancelOnDisconnect } = given;
    const events = () =>
      joinRun(client, {
        threadId: threadId ?? undefined,
        runId,
        lastEventId,
        onlyNew: lastEventId === undefined,
        streamMode,
        stopOnLeave: cancelOnDisconnect,
        signal,
      });
    return guarded(signal, events, (reading) => eventsOf(reading));
  },

  delete: (thread_id, run_id, { signal } = {}) =>
    call("delete", "/threads/{thread_id}/runs/{run_id}", { path: { thread_id, run_id }, signal }),
});
