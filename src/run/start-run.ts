import { kindOf, loggerOf, retryOf, serverOf } from "../client/client.js";
import type { Client } from "../client/client-calls.js";
import { backoffMs, isOfProxy, maxRetriesOf, wasNeverSent } from "../client/retry-policy.js";
import { sleep } from "../client/time-limit.js";
import { type ApiError, ConnectionError, isApiError, isConnectionError, withDetail } from "../errors.js";
import { toWire } from "../serialize.js";
import {
  continuesThread,
  hasContextAndConfigurable,
  toHead,
  withConfigurable,
  withContextInConfigurable,
  withIdempotencyKey,
} from "../servers/server.js";
import { isRecord } from "../util/record.js";
import { type CallInit, findRun, type RunBody } from "./run-requests.js";

/**
 * The request body that starts a run: serialized, with its idempotency key and adapted to the server. It selects the thread's
 * latest checkpoint where the server would start from another.
 *
 * @throws {TypeError} for a value that JSON cannot carry, naming its path
 */
export async function toStartBody(
  client: Client,
  threadId: string | undefined,
  body: RunBody,
  key: string,
  init: CallInit,
): Promise<RunBody> {
  const server = serverOf(client);
  let encoded = toWireBody(body);
  if (hasContextAndConfigurable(encoded) && (await kindOf(client, init)) === "python") {
    server.noteQuirk("the server refuses a context beside settings: they are merged");
    encoded = withContextInConfigurable(encoded);
  }
  const wire = withIdempotencyKey(encoded, key);
  if (threadId === undefined || startsAtCheckpoint(body)) return wire;
  const head = server.isForked(threadId) ? toHead(await kindOf(client, init)) : undefined;
  if (head !== undefined) {
    server.noteQuirk("the server keeps the checkpoint of a run for the thread's later ones: it is cleared");
    return withConfigurable(wire, head);
  }
  return continuesThread(wire) ? { ...wire, checkpoint: {} } : wire;
}

/** Whether the body of a run selects the checkpoint that the run starts from. */
export const startsAtCheckpoint = ({ checkpoint, checkpoint_id }: RunBody): boolean =>
  checkpoint != null || checkpoint_id != null;

/** The start of a run. */
export interface RunStart<Result> {
  threadId: string | undefined;
  /** The idempotency key in the run's metadata. */
  key: string;
  /** Sends the request. */
  send: () => Promise<Result>;
  /** Whether the run starts from a checkpoint. */
  fromCheckpoint: boolean;
}

/** The response to the request; or the id of the run that was found on its thread when no response came. */
type Started<Result> = { result: Result } | { runId: string };

/**
 * Starts a run exactly once. When it is unknown whether the server started the run, the run is looked up by its idempotency
 * key before the request is sent again; if the look-up fails too, the request is not repeated.
 */
export async function startOnce<Result>(
  client: Client,
  { threadId, key, send, fromCheckpoint }: RunStart<Result>,
  init: CallInit,
): Promise<Started<Result>> {
  const maxRetries = maxRetriesOf(init.retry ?? retryOf(client));
  if (threadId !== undefined && fromCheckpoint) serverOf(client).noteFork(threadId);
  for (let attempt = 0; ; attempt += 1) {
    try {
      return { result: await send() };
    } catch (error) {
      init.signal?.throwIfAborted();
      if (!mayHaveStarted(error)) throw error;
      if (threadId === undefined) throw withDoubt(error);
      const found = await lookUpRun(client, threadId, key, init).catch((cause: unknown) => {
        init.signal?.throwIfAborted();
        throw withDoubt(error, cause);
      });
      const { method, path } = error;
      const fields = { method, path, attempt: attempt + 1, threadId, cause: error };
      if (typeof found === "object") {
        loggerOf(client)?.warn("the start got no answer; its run was found", { ...fields, ...found });
        return found;
      }
      if (found === "unmarked") throw unmarked(error);
      if (attempt >= maxRetries) throw error;
      loggerOf(client)?.warn("the start got no answer, and no run was found: it is sent again", fields);
    }
  }
}

const AMBIGUOUS_STATUS = new Set([408, 500, 502, 503, 504]);

/** False after a 429 or a refused connection, which prove that the run has not started; the client has retried those. */
function mayHaveStarted(error: unknown): error is ApiError | ConnectionError {
  if (isConnectionError(error)) return !wasNeverSent(error);
  return isApiError(error) && (AMBIGUOUS_STATUS.has(error.status) || isOfProxy(error.status));
}

const LOOK_UPS = 3;

/** Looks the run up three times, with a pause before each: a server may list a new run with a delay. */
export async function lookUpRun(client: Client, threadId: string, key: string, init: CallInit) {
  for (let count = 0; ; count += 1) {
    await sleep(backoffMs(count), init.signal ?? undefined);
    const found = await findRun(client, threadId, key, init);
    if (found !== undefined || count === LOOK_UPS - 1) return found;
  }
}

/** The server lists runs without metadata, so the run can't be found; a second request might run it twice. */
function unmarked(error: ApiError | ConnectionError): ConnectionError {
  const { method, path } = error;
  const reason =
    "no answer; the run may have started all the same, and the rows of this server's runs have no metadata";
  return new ConnectionError({ method, path, reason }, { cause: error });
}

function withDoubt(error: ApiError | ConnectionError, lookUp?: unknown): Error {
  const doubt = "the run may have started all the same";
  const cause =
    lookUp === undefined ? error : new AggregateError([error, lookUp], "the start and the look-up failed");
  if (isApiError(error)) {
    const { detail } = error;
    return withDetail(error, detail === undefined ? doubt : `${detail}; ${doubt}`, cause);
  }
  const { method, path, timedOut, message } = error;
  const reason = `${message.slice(`${method} ${path}: `.length)}; ${doubt}`;
  return new ConnectionError({ method, path, timedOut, reason }, { cause });
}

/** The fields in which `null` has a meaning; servers refuse it in any other. */
const NULLABLE = new Set(["input", "command"]);

/**
 * Serializes a run's body: messages, commands and dates in the form that servers accept.
 *
 * @throws {TypeError} for a value that JSON cannot carry, naming its path
 */
function toWireBody(body: RunBody): RunBody {
  const encoded = Object.entries(body).map(([key, value]: [string, unknown]) => [key, toField(key, value)]);
  return Object.fromEntries(encoded.filter(([, value]) => value !== undefined));
}

function toField(key: string, value: unknown): unknown {
  if (value === undefined || (value === null && !NULLABLE.has(key))) return undefined;
  const wire = toWire(value, key);
  if (key === "context" && wire !== null && !isRecord(wire)) throw new TypeError("context must be an object");
  return wire;
}
