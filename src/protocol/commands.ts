import { settled, toApiError } from "../client/answers.js";
import type { Client } from "../client/client-calls.js";
import type { WireConfig } from "../config.js";
import { ApiError, isApiError, StreamError } from "../errors.js";
import { type CallInit, findRun } from "../run/run-requests.js";
import { startOnce } from "../run/start-run.js";
import { withIdempotencyKey } from "../servers/server.js";
import type { Namespace } from "../types.js";
import { randomUuid } from "../util/uuid.js";
import { askedOn } from "./thread-asked.js";

/** What the params of a command may carry beside its own. */
export interface CommandParams extends Record<string, unknown> {
  config?: NonNullable<WireConfig["config"]>;
  metadata?: Record<string, unknown>;
}

/** What a command came to, and the number of the last event before its answer. */
interface CommandAnswer {
  result: Record<string, unknown>;
  seq: number | undefined;
}

/** A run that a command has begun. */
export interface BegunRun {
  runId: string | undefined;
  /** The number of an event from which on events are the run's; `undefined` where the server did not say. */
  seq: number | undefined;
}

let lastId = 0;

/**
 * Sends a command: `POST /threads/{thread_id}/commands`.
 *
 * @throws {ApiError} when it was not carried out, or the server knows no commands
 */
async function sendCommand(
  client: Client,
  threadId: string,
  method: string,
  params: CommandParams,
  init: CallInit,
): Promise<CommandAnswer> {
  lastId += 1;
  const call = client.POST("/threads/{thread_id}/commands", {
    ...init,
    params: { path: { thread_id: threadId } },
    body: { id: lastId, method, params },
  });
  const answer = await settled(call).catch(orUnsupported);
  const { data } = answer;
  if (data?.type === "success") return { result: data.result, seq: data.meta?.applied_through_seq };
  const detail = data === undefined ? "an empty answer" : `${data.error}: ${data.message}`;
  throw toApiError({ ...answer, error: data }, detail);
}

const UNSUPPORTED =
  'this server does not speak the thread-centric protocol, which streamEvents with version "v3" needs; version "v2" works without';

/** Makes plain what a server says that has no such route. */
export function orUnsupported(error: unknown): never {
  if (isApiError(error) && error.status === 404 && /^(404 )?not found$/i.test(error.detail ?? "")) {
    const { method, path, status, body, headers } = error;
    throw new ApiError({ method, path, status, body, headers, detail: UNSUPPORTED }, { cause: error });
  }
  throw error;
}

const isRefused = (error: unknown, reason: string): boolean =>
  isApiError(error) &&
  typeof error.body === "object" &&
  error.body !== null &&
  "error" in error.body &&
  error.body.error === reason;

/** The number of the last event of the thread; 0 for a thread that has none. */
export async function lastSeqOf(client: Client, threadId: string, init: CallInit): Promise<number> {
  try {
    return (await sendCommand(client, threadId, "state.get", { keys: [] }, init)).seq ?? 0;
  } catch (error) {
    const hasNone =
      isRefused(error, "no_such_run") ||
      (isApiError(error) && error.status === 404 && error.detail !== UNSUPPORTED);
    if (hasNone) return 0;
    throw error;
  }
}

/** Starts a run, and no second one if the answer gets lost. */
export async function startRun(
  client: Client,
  threadId: string,
  params: CommandParams,
  init: CallInit,
): Promise<BegunRun> {
  const key = randomUuid();
  const send = () => sendCommand(client, threadId, "run.start", withIdempotencyKey(params, key), init);
  const fromCheckpoint = params.config?.configurable?.checkpoint_id != null;
  const started = await startOnce(client, { threadId, key, send, fromCheckpoint }, init);
  if ("runId" in started) return { runId: started.runId, seq: undefined };
  const { result, seq } = started.answer;
  return { runId: typeof result.run_id === "string" ? result.run_id : undefined, seq };
}

/** One answer to what a run asks. */
export interface InterruptResponse {
  namespace: Namespace;
  interrupt_id: string;
  response: unknown;
}

/**
 * Answers what a run asks, and so starts the next one. A server that has forgotten the runs of the thread, or started
 * them otherwise, takes the answers as the input of a run.
 *
 * @param params - what a run of its own would be started with, but for the input
 * @throws {StreamError} when the server has lost what the run asked
 */
export async function respond(
  client: Client,
  threadId: string,
  responses: readonly InterruptResponse[],
  params: CommandParams,
  init: CallInit,
): Promise<BegunRun> {
  const key = randomUuid();
  const { assistant_id: _, ...beside } = params;
  const [only] = responses;
  const answer = responses.length === 1 && only !== undefined ? { ...only } : { responses };
  const send = () =>
    sendCommand(client, threadId, "input.respond", withIdempotencyKey<CommandParams>({ ...answer, ...beside }, key), init);
  try {
    const started = await startOnce(client, { threadId, key, send, fromCheckpoint: false }, init);
    if ("runId" in started) return { runId: started.runId, seq: undefined };
    const found = await findRun(client, threadId, key, init);
    return { runId: typeof found === "object" ? found.runId : undefined, seq: started.answer.seq };
  } catch (error) {
    if (!isRefused(error, "no_such_run")) throw error;
    // on a thread that asks nothing they would be the input of a graph that starts over
    const asked = new Set((await askedOn(client, threadId, init)).map(({ id }) => id));
    if (!responses.every(({ interrupt_id }) => asked.has(interrupt_id)))
      throw new StreamError("the server has lost what the run asked", { threadId }, { cause: error });
    const input = Object.fromEntries(responses.map(({ interrupt_id, response }) => [interrupt_id, response]));
    return startRun(client, threadId, { ...params, input }, init);
  }
}
