import { settled, toApiError } from "../client/answers.js";
import type { Client } from "../client/client-calls.js";
import type { WireConfig } from "../config.js";
import { type ApiError, isApiError, StreamError, withDetail } from "../errors.js";
import { type CallInit, cancelRun, findRun } from "../run/run-requests.js";
import { startOnce } from "../run/start-run.js";
import { withIdempotencyKey } from "../servers/server.js";
import type { Namespace } from "../types.js";
import { isRecord } from "../util/record.js";
import { randomUuid } from "../util/uuid.js";
import { readWaitingState } from "./interrupts.js";
import type { RunStart } from "./run-filter.js";

/** What the params of a command may carry beside its own. */
export interface CommandParams extends Record<string, unknown> {
  config?: NonNullable<WireConfig["config"]>;
  metadata?: Record<string, unknown>;
}

/** What a command came to, and the number of the thread's last event before its answer. */
interface CommandAnswer {
  result: Record<string, unknown>;
  seq: number | undefined;
}

/** A run that a command has started. */
export type StartedByCommand = Pick<RunStart, "runId" | "answerSeq">;

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
  // 0 is no number of an event: Python and aegra give it to each answer
  if (data?.type === "success")
    return { result: data.result, seq: data.meta?.applied_through_seq || undefined };
  const detail = data === undefined ? "an empty answer" : `${data.error}: ${data.message}`;
  throw toApiError({ ...answer, error: data }, detail);
}

const UNSUPPORTED =
  'this server does not speak the thread-centric protocol, which streamEvents with version "v3" needs; version "v2" works without';

/** Makes plain what a server says that has no such route. */
export function orUnsupported(error: unknown): never {
  const isUnknown =
    isApiError(error) && error.status === 404 && /^(404 )?not found$/i.test(error.detail ?? "");
  throw isUnknown ? withDetail(error, UNSUPPORTED) : error;
}

const isRefused = (error: unknown, ...codes: string[]): error is ApiError =>
  isApiError(error) && isRecord(error.body) && codes.includes(String(error.body.error));

/** The number of the thread's last event, where the server numbers them; 0 for a thread that has none. */
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

/** Sends a command that starts a run, and no second one if the answer gets lost. */
async function sendStart(
  client: Client,
  threadId: string,
  method: "run.start" | "input.respond",
  params: CommandParams,
  init: CallInit,
): Promise<StartedByCommand> {
  const key = randomUuid();
  const send = () => sendCommand(client, threadId, method, withIdempotencyKey(params, key), init);
  const fromCheckpoint = params.config?.configurable?.checkpoint_id != null;
  const find = async (at: CallInit) => {
    const found = await findRun(client, threadId, key, at);
    return typeof found === "object" ? found.runId : undefined;
  };
  try {
    const started = await startOnce(client, { threadId, key, send, fromCheckpoint }, init);
    if ("runId" in started) return { runId: started.runId, answerSeq: undefined };
    const { result, seq } = started.answer;
    // only aegra names the run that an `input.respond` starts
    const runId = typeof result.run_id === "string" ? result.run_id : await find(init);
    if (runId === undefined && seq === undefined)
      throw new StreamError("the server has started a run that it does not name", { threadId });
    return { runId, answerSeq: seq };
  } catch (error) {
    if (init.signal?.aborted) {
      // the start may have arrived; whoever aborted is told of that, not of what the stop met
      const own = { ...init, signal: null };
      const stop = async () => {
        const runId = await find(own);
        if (runId !== undefined) await cancelRun(client, threadId, runId, {}, own);
      };
      stop().catch(() => undefined);
    }
    throw error;
  }
}

/** Starts a run. */
export const startRun = (
  client: Client,
  threadId: string,
  params: CommandParams,
  init: CallInit,
): Promise<StartedByCommand> => sendStart(client, threadId, "run.start", params, init);

/** One answer to an interrupt. */
export interface InterruptResponse {
  namespace: Namespace;
  interrupt_id: string;
  response: unknown;
}

/**
 * Answers interrupts, and so starts the run that goes on. A JavaScript server that has forgotten the runs of the thread,
 * or started them otherwise, takes the answers as the input of a run.
 *
 * @param params - what a run of its own would be started with, but for the input
 * @throws {StreamError} when the server has lost the interrupts
 */
export async function respond(
  client: Client,
  threadId: string,
  responses: readonly InterruptResponse[],
  params: CommandParams,
  init: CallInit,
): Promise<StartedByCommand> {
  const { assistant_id: _, ...beside } = params;
  const [only] = responses;
  const answer = responses.length === 1 && only !== undefined ? { ...only } : { responses };
  try {
    return await sendStart(client, threadId, "input.respond", { ...answer, ...beside }, init);
  } catch (error) {
    if (!isRefused(error, "no_such_run", "no_such_interrupt")) throw error;
    // on a thread without them they would be the input of a graph that starts over
    const state = await readWaitingState(client, threadId, init);
    const known = new Set(state?.interrupts.map(({ id }) => id));
    if (!responses.every(({ interrupt_id }) => known.has(interrupt_id)))
      throw new StreamError("the server has lost what the run asked", { threadId }, { cause: error });
    if (!isRefused(error, "no_such_run")) throw error;
    const input = Object.fromEntries(responses.map(({ interrupt_id, response }) => [interrupt_id, response]));
    return startRun(client, threadId, { ...params, input }, init);
  }
}
