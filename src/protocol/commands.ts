import { toCheckpoint, toInterrupt } from "../checkpoint.js";
import { kindOf, serverOf } from "../client/client.js";
import type { Client } from "../client/client-calls.js";
import { settled, toApiError, unlessMissing } from "../client/results.js";
import { toWireConfig, type WireConfig } from "../config.js";
import { type ApiError, isApiError, StreamError, withDetail } from "../errors.js";
import { type CallInit, cancelRun, findRun } from "../run/run-requests.js";
import { startOnce } from "../run/start-run.js";
import { toWire } from "../serialize.js";
import { carriesContext, honoursStrategies, numbersEvents, refusalIn } from "../servers/protocol.js";
import { toHead, withIdempotencyKey } from "../servers/server.js";
import { readState } from "../thread-state.js";
import type { CommandInput, Namespace, RunOptions } from "../types.js";
import { quietly } from "../util/quietly.js";
import { isRecord, withoutUndefined } from "../util/record.js";
import { randomUuid } from "../util/uuid.js";
import { isCommand } from "../wire/command.js";
import type { RunStart } from "./run-filter.js";
import type { ThreadInterrupt } from "./thread-types.js";

/** The thread that a graph runs on, and the options of each request about it. */
export interface GraphThread {
  client: Client;
  threadId: string;
  /** Whether the caller named the thread, so that it may exist already. */
  isGiven: boolean;
  graphId: string;
  options: RunOptions;
  init: CallInit;
}

/** Fields that the params of a command may have besides its own. */
interface CommandParams extends Record<string, unknown> {
  config?: NonNullable<WireConfig["config"]>;
  metadata?: Record<string, unknown>;
}

type StartedRun = Pick<RunStart, "runId" | "startSeq">;

/**
 * Sends a command: `POST /threads/{thread_id}/commands`.
 *
 * @returns the command's result, and the `seq` of the thread's last event if the server numbers events
 * @throws {ApiError} when the command failed, or the server does not support commands
 */
async function sendCommand({ client, threadId, init }: GraphThread, method: string, params: CommandParams) {
  const call = client.POST("/threads/{thread_id}/commands", {
    ...init,
    params: { path: { thread_id: threadId } },
    body: { id: 1, method, params }, // only over a WebSocket, responses are told apart by their ids
  });
  const exchange = await settled(call).catch(orUnsupported);
  const { data, redactor } = exchange;
  // no event has the number 0: Python and aegra send it in each response
  if (data?.type === "success")
    return { result: data.result, seq: data.meta?.applied_through_seq || undefined };
  if (data === undefined) throw toApiError(exchange, "an empty answer");
  const error = redactor.value(data) as typeof data;
  const { status, detail } = refusalIn(error) ?? { detail: `${error.error}: ${error.message}` };
  throw toApiError({ ...exchange, error }, detail, status);
}

const UNSUPPORTED =
  'unsupported server: it does not speak the thread-centric protocol, which streamEvents with version "v3" needs; version "v2" works without';

/** Throws the error of a request; for an unknown route, one that says that the server does not support the protocol. */
export function orUnsupported(error: unknown): never {
  const isUnknown =
    isApiError(error) && error.status === 404 && /^(404 )?not found$/i.test(error.detail ?? "");
  throw isUnknown ? withDetail(error, UNSUPPORTED) : error;
}

const isRefused = (error: unknown, ...codes: string[]): error is ApiError =>
  isApiError(error) && isRecord(error.body) && codes.includes(String(error.body.error));

/** The `seq` of the thread's last event if the server numbers events; 0 for a thread without events. */
async function lastSeqOf(thread: GraphThread): Promise<number> {
  try {
    return (await sendCommand(thread, "state.get", { keys: [] })).seq ?? 0;
  } catch (error) {
    const isUnknownThread = isApiError(error) && error.status === 404 && error.detail !== UNSUPPORTED;
    if (isUnknownThread || isRefused(error, "no_such_run")) return 0;
    throw error;
  }
}

/** Sends a command that starts a run, exactly once even if the response is lost. */
async function sendStart(
  thread: GraphThread,
  method: "run.start" | "input.respond",
  params: CommandParams,
): Promise<StartedRun> {
  const { client, threadId, init } = thread;
  const key = randomUuid();
  const send = () => sendCommand(thread, method, withIdempotencyKey(params, key));
  const fromCheckpoint = params.config?.configurable?.checkpoint_id != null;
  const find = async (at: CallInit) => {
    const found = await findRun(client, threadId, key, at);
    return typeof found === "object" ? found.runId : undefined;
  };
  try {
    const started = await startOnce(client, { threadId, key, send, fromCheckpoint }, init);
    if ("runId" in started) return started;
    const { result, seq } = started.result;
    // only aegra names the run that an `input.respond` starts
    const runId = typeof result.run_id === "string" ? result.run_id : await find(init);
    if (runId === undefined && seq === undefined)
      throw new StreamError("the server has started a run that it does not name", { threadId });
    return { runId, startSeq: seq };
  } catch (error) {
    if (init.signal?.aborted) {
      // the server may have started the run, so it is cancelled; the caller gets the abort's reason, not a cancel's failure
      const own = { ...init, signal: null };
      const stop = (runId?: string) => runId !== undefined && cancelRun(client, threadId, runId, {}, own);
      quietly(find(own).then(stop));
    }
    throw error;
  }
}

/** Options that the protocol cannot carry. */
const NOT_CARRIED = [
  "interruptBefore",
  "interruptAfter",
  "durability",
  "webhook",
  "afterSeconds",
  "feedbackKeys",
] as const satisfies readonly (keyof RunOptions)[];

/** @throws TypeError for an option that the protocol cannot carry, which would change the run if it were dropped */
export function assertCarried(options: RunOptions): void {
  const lost = NOT_CARRIED.find((name) => options[name] !== undefined);
  if (lost !== undefined) throw notCarried(lost);
  if (options.timeout !== undefined)
    throw new TypeError(
      'streamEvents with version "v3" knows no timeout: give it a signal, such as AbortSignal.timeout(ms)',
    );
  const checkpoint = toCheckpoint(options);
  if (checkpoint?.checkpoint_ns || checkpoint?.checkpoint_map)
    throw new TypeError('streamEvents with version "v3" begins at a checkpoint of the graph itself');
}

const notCarried = (name: string): TypeError =>
  new TypeError(`streamEvents with version "v3" cannot carry ${name}: the protocol has no place for it`);

/**
 * The params that start a run, without its input.
 *
 * @param at - selects the checkpoint to start from. Default: the thread's latest
 * @throws TypeError for a context or a `multitaskStrategy` that this server cannot receive by the protocol
 */
async function toParams(
  { client, threadId, graphId, options, init }: GraphThread,
  at?: { checkpoint_id: string | null },
): Promise<CommandParams> {
  const { config, metadata } = toWireConfig(options);
  if (options.context !== undefined && !carriesContext(await kindOf(client, init)))
    throw notCarried("context");
  const context = options.context === undefined ? undefined : toWire(options.context, "context");
  if (context !== undefined && !isRecord(context)) throw new TypeError("context must be an object");
  // by default, a new run waits for the active one
  const strategy = options.multitaskStrategy === "enqueue" ? undefined : options.multitaskStrategy;
  if (strategy !== undefined && !honoursStrategies(await kindOf(client, init)))
    throw notCarried("multitaskStrategy");
  const start = at ?? (serverOf(client).isForked(threadId) ? toHead(await kindOf(client, init)) : undefined);
  const configurable = { ...config?.configurable, ...context, ...start };
  return {
    assistant_id: graphId,
    ...(config || context || start ? { config: { ...config, configurable } } : {}),
    ...withoutUndefined({ metadata, multitaskStrategy: strategy }),
  };
}

/** Starts a run, or resumes the thread's interrupted one. */
export async function startOnThread(thread: GraphThread, input: unknown): Promise<RunStart> {
  const hasNumbers = thread.isGiven && numbersEvents(await kindOf(thread.client, thread.init));
  const afterSeq = hasNumbers ? await lastSeqOf(thread) : 0;
  const started = isCommand(input) ? await resume(thread, input) : await start(thread, input);
  return { ...started, afterSeq };
}

async function start(thread: GraphThread, input: unknown): Promise<StartedRun> {
  const { threadId, isGiven, options } = thread;
  const wire = toWire(input);
  // the protocol would treat the input as the answer to the interrupt
  if (isGiven && wire !== null && (await interruptsOf(thread)).length > 0) {
    throw new StreamError("the thread waits for an answer: resume it with a Command, or go on with null", {
      threadId,
    });
  }
  const { checkpoint_id } = toCheckpoint(options) ?? {};
  const params = await toParams(thread, checkpoint_id === undefined ? undefined : { checkpoint_id });
  return sendStart(thread, "run.start", { ...params, input: wire });
}

async function resume(thread: GraphThread, command: CommandInput): Promise<StartedRun> {
  const wire = toWire(command, "command");
  const { resume: answer, ...beside } = isRecord(wire) ? wire : {};
  if (answer === undefined || Object.keys(beside).length > 0)
    throw new TypeError('streamEvents with version "v3" takes a Command that resumes, and does nothing else');
  const interrupts = await interruptsOf(thread);
  if (interrupts.length === 0)
    throw new StreamError("the thread does not wait for an answer", { threadId: thread.threadId });
  return respond(thread, answer, interrupts);
}

/**
 * Answers interrupts, which starts the run that continues the thread. A JavaScript server that has lost the thread's runs,
 * or has started them by another API, treats the answers as the input of a run.
 *
 * @param answer - an object of answers by interrupt id, or one answer for all
 * @throws TypeError when only some of the names in an answer are ids of interrupts; {@link StreamError} when the server
 * has lost the interrupts
 */
export async function respond(
  thread: GraphThread,
  answer: unknown,
  interrupts: readonly ThreadInterrupt[],
): Promise<StartedRun> {
  const responses = toResponses(answer, interrupts);
  const params = await toParams(thread);
  const { assistant_id: _, ...beside } = params;
  const given = responses.length === 1 ? responses[0] : { responses };
  try {
    return await sendStart(thread, "input.respond", { ...given, ...beside });
  } catch (error) {
    if (!isRefused(error, "no_such_run", "no_such_interrupt")) throw error;
    // on a thread without interrupts, the answers would be the input of a new run
    const known = new Set((await interruptsOf(thread)).map(({ id }) => id));
    if (!responses.every(({ interrupt_id }) => known.has(interrupt_id))) {
      const { threadId } = thread;
      throw new StreamError("the server has lost what the run asked", { threadId }, { cause: error });
    }
    if (!isRefused(error, "no_such_run")) throw error;
    const input = Object.fromEntries(responses.map(({ interrupt_id, response }) => [interrupt_id, response]));
    return sendStart(thread, "run.start", { ...params, input });
  }
}

function toResponses(answer: unknown, interrupts: readonly ThreadInterrupt[]) {
  const known = new Set(interrupts.map(({ id }) => id));
  const names = isRecord(answer) ? Object.keys(answer) : [];
  const byId = isRecord(answer) && names.some((name) => known.has(name)) ? answer : undefined;
  const unknown = byId && names.find((name) => !known.has(name));
  if (unknown !== undefined)
    throw new TypeError(`the run has no interrupt with the id ${JSON.stringify(unknown)}`);
  const answered = interrupts.filter(({ id }) => byId === undefined || id in byId);
  return answered.map(({ id, namespace }) => {
    const response = toWire(byId === undefined ? answer : byId[id], "the answer");
    return { namespace, interrupt_id: id, response };
  });
}

/** An interrupt with this package's names and those of LangGraph's own handle. */
export const toThreadInterrupt = (id: string, value: unknown, namespace: Namespace): ThreadInterrupt => ({
  id,
  value,
  interruptId: id,
  payload: value,
  namespace,
});

/** The values in a thread's state, and the interrupts in its tasks; `undefined` when there is no thread. */
export async function readWaitingState({ client, threadId, init }: GraphThread) {
  const config = { configurable: { thread_id: threadId } };
  const state = await unlessMissing(readState(client, config, {}, init));
  if (state === undefined) return undefined;
  const asked = (state.tasks ?? []).flatMap(({ interrupts }) => interrupts ?? []).map(toInterrupt);
  const byId = new Map<string, ThreadInterrupt>();
  for (const { id, value } of asked) if (id !== undefined) byId.set(id, toThreadInterrupt(id, value, []));
  return { values: state.values, interrupts: [...byId.values()] };
}

const interruptsOf = async (thread: GraphThread) => (await readWaitingState(thread))?.interrupts ?? [];
