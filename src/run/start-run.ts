import { kindOf, loggerOf, retryOf, serverOf } from "../client/client.js";
import type { Client } from "../client/client-calls.js";
import { backoffMs, maxRetriesOf, wasNeverSent } from "../client/retry-policy.js";
import { sleep } from "../client/time-limit.js";
import { type ApiError, ConnectionError, isApiError, isConnectionError, withDetail } from "../errors.js";
import { isCommand, toWire, toWireCommand } from "../serialize.js";
import {
  goesOn,
  hasContextAndSettings,
  toHead,
  toOneContext,
  withIdempotencyKey,
  withSettings,
} from "../servers/server.js";
import { isRecord } from "../util/record.js";
import { type CallInit, findRun, type RunBody } from "./run-requests.js";

/**
 * The body of a start: encoded for the wire, with its key, and in the form that the server wants; directed to the thread's
 * head where the server would begin elsewhere.
 *
 * @throws {TypeError} for what JSON cannot carry, naming the path to it
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
  if (hasContextAndSettings(encoded) && (await kindOf(client, init)) === "python") {
    server.noteQuirk("the server refuses a context beside settings: they are merged");
    encoded = toOneContext(encoded);
  }
  const wire = withIdempotencyKey(encoded, key);
  if (threadId === undefined || body.checkpoint != null || body.checkpoint_id != null) return wire;
  const head = server.isForked(threadId) ? toHead(await kindOf(client, init)) : undefined;
  if (head !== undefined) {
    server.noteQuirk("the server keeps the checkpoint of a run for the thread's later ones: it is cleared");
    return withSettings(wire, head);
  }
  return goesOn(wire) ? { ...wire, checkpoint: {} } : wire;
}

/** A start of a run, which carries a key that is its own in the run's metadata. */
export interface RunStart<Answer> {
  threadId: string | undefined;
  key: string;
  /** Sends the start. */
  send: () => Promise<Answer>;
  /** Whether the run begins at a checkpoint. */
  fromCheckpoint: boolean;
}

/** The answer to a start; or the run that had begun although no answer came, and the thread that it was found on. */
export type Started<Answer> = { answer: Answer } | { runId: string; threadId: string };

/**
 * Starts a run once. Where it is not certain whether the server took the start, its run is looked for by the key before
 * anything is sent again; if the look-up fails too, nothing is.
 */
export async function startOnce<Answer>(
  client: Client,
  { threadId, key, send, fromCheckpoint }: RunStart<Answer>,
  init: CallInit,
): Promise<Started<Answer>> {
  const maxRetries = maxRetriesOf(init.retry ?? retryOf(client));
  const begun = <Result>(result: Result): Result => {
    if (threadId !== undefined) serverOf(client).noteRunStart(threadId, fromCheckpoint);
    return result;
  };
  for (let attempt = 0; ; attempt += 1) {
    try {
      return begun({ answer: await send() });
    } catch (error) {
      init.signal?.throwIfAborted();
      if (!mayHaveStarted(error)) throw error;
      if (threadId === undefined) throw withDoubt(error);
      const found = await lookThrice(client, threadId, key, init).catch((cause: unknown) => {
        init.signal?.throwIfAborted();
        throw withDoubt(error, cause);
      });
      const { method, path } = error;
      const fields = { method, path, attempt: attempt + 1, threadId, cause: error };
      if (typeof found === "object") {
        loggerOf(client)?.warn("the start got no answer; its run was found", { ...fields, ...found });
        return begun({ ...found, threadId });
      }
      if (found === "unmarked") throw unmarked(error);
      if (attempt >= maxRetries) throw error;
      loggerOf(client)?.warn("the start got no answer, and no run was found: it is sent again", fields);
    }
  }
}

const AMBIGUOUS_STATUS = new Set([408, 500, 502, 503, 504]);

/** After a 429 or a refused connection the run has not started; the client has sent the request again already. */
function mayHaveStarted(error: unknown): error is ApiError | ConnectionError {
  if (isConnectionError(error)) return !wasNeverSent(error);
  return isApiError(error) && AMBIGUOUS_STATUS.has(error.status);
}

const LOOKS = 3;

/** Looks three times, with a pause before each: a server may take a moment to show what it has just taken. */
async function lookThrice(client: Client, threadId: string, key: string, init: CallInit) {
  for (let count = 0; ; count += 1) {
    await sleep(backoffMs(count), init.signal ?? undefined);
    const found = await findRun(client, threadId, key, init);
    if (found !== undefined || count === LOOKS - 1) return found;
  }
}

/** The rows of this server's runs have no metadata, so the run may be there; sent again, it might run twice. */
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

/** The fields of a body in which a `null` means something; servers refuse it in any other. */
const NULLABLE = new Set(["input", "command", "context"]);

/**
 * A run's body as it is sent: messages, commands and dates in the form that servers take.
 *
 * @throws {TypeError} for what JSON cannot carry, naming the path to it
 */
function toWireBody(body: RunBody): RunBody {
  const encoded = Object.entries(body).map(([key, value]: [string, unknown]) => [key, toField(key, value)]);
  return Object.fromEntries(encoded.filter(([, value]) => value !== undefined));
}

function toField(key: string, value: unknown): unknown {
  if (value === undefined || (value === null && !NULLABLE.has(key))) return undefined;
  if (key === "command" && isCommand(value)) return toWireCommand(value);
  const wire = toWire(value, key);
  if (key === "context" && wire !== null && !isRecord(wire)) throw new TypeError("context must be an object");
  return wire;
}
