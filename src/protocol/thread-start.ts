import { toCheckpoint } from "../checkpoint.js";
import { kindOf, serverOf } from "../client/client.js";
import type { Client } from "../client/client-calls.js";
import { toWireConfig } from "../config.js";
import { StreamError } from "../errors.js";
import type { CallInit } from "../run/run-requests.js";
import { toWire, toWireCommand } from "../serialize.js";
import { carriesContext, honoursStrategies, numbersEvents } from "../servers/protocol.js";
import { toHead } from "../servers/server.js";
import type { CommandInput, RunOptions } from "../types.js";
import { isRecord } from "../util/record.js";
import { isCommand } from "../wire/command.js";
import { type CommandParams, lastSeqOf, respond, type StartedByCommand, startRun } from "./commands.js";
import { readWaitingState, toResponses } from "./interrupts.js";
import type { RunStart } from "./run-filter.js";

/** A thread that a graph is to run on. */
export interface ThreadOfGraph {
  client: Client;
  threadId: string;
  /** Whether the thread may have been there before. */
  isGiven: boolean;
  graphId: string;
  options: RunOptions;
  init: CallInit;
}

/** Options that the protocol has no place for. */
const NOT_CARRIED = [
  "interruptBefore",
  "interruptAfter",
  "durability",
  "webhook",
  "afterSeconds",
  "feedbackKeys",
] as const satisfies readonly (keyof RunOptions)[];

/** @throws TypeError for what would be lost on the way, and make the run another one than was asked for */
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
 * What a run that goes on at the thread's head is started with, but for its input.
 *
 * @throws TypeError for a context, or a strategy, on a server that the protocol cannot carry it to
 */
export async function toParams(thread: ThreadOfGraph): Promise<CommandParams> {
  const { client, threadId, graphId, options, init } = thread;
  const { config, metadata } = toWireConfig(options);
  const [context, strategy] = [await contextOf(thread), await strategyOf(thread)];
  const head = serverOf(client).isForked(threadId) ? toHead(await kindOf(client, init)) : undefined;
  const configurable = { ...config?.configurable, ...context, ...head };
  const hasConfig = config !== undefined || context !== undefined || head !== undefined;
  return {
    assistant_id: graphId,
    ...(hasConfig ? { config: { ...config, configurable } } : {}),
    ...(metadata === undefined ? {} : { metadata }),
    ...(strategy === undefined ? {} : { multitaskStrategy: strategy }),
  };
}

/** What becomes of a run at work on the thread; a new one waits for it unless something else is asked for. */
async function strategyOf({ client, options, init }: ThreadOfGraph) {
  const { multitaskStrategy = "enqueue" } = options;
  if (multitaskStrategy === "enqueue") return undefined;
  if (!honoursStrategies(await kindOf(client, init))) throw notCarried("multitaskStrategy");
  return multitaskStrategy;
}

async function contextOf({
  client,
  options,
  init,
}: ThreadOfGraph): Promise<Record<string, unknown> | undefined> {
  if (options.context === undefined) return undefined;
  if (!carriesContext(await kindOf(client, init))) throw notCarried("context");
  const context = toWire(options.context, "context");
  if (!isRecord(context)) throw new TypeError("context must be an object");
  return context;
}

/** Starts a run, or answers what the thread waits for. */
export async function startOnThread(thread: ThreadOfGraph, input: unknown): Promise<RunStart> {
  const { client, threadId, isGiven, init } = thread;
  const hasNumbers = isGiven && numbersEvents(await kindOf(client, init));
  const afterSeq = hasNumbers ? await lastSeqOf(client, threadId, init) : 0;
  const started = isCommand(input) ? await resume(thread, input) : await start(thread, input);
  return { ...started, afterSeq };
}

async function start(thread: ThreadOfGraph, input: unknown): Promise<StartedByCommand> {
  const { client, threadId, isGiven, options, init } = thread;
  const wire = toWire(input);
  // the protocol would take the input for the answer
  if (isGiven && wire !== null && (await interruptsOf(thread)).length > 0) {
    throw new StreamError("the thread waits for an answer: resume it with a Command, or go on with null", {
      threadId,
    });
  }
  const params = await toParams(thread);
  const checkpoint_id = toCheckpoint(options)?.checkpoint_id;
  const configurable = { ...params.config?.configurable, checkpoint_id };
  const from = checkpoint_id === undefined ? {} : { config: { ...params.config, configurable } };
  return startRun(client, threadId, { ...params, ...from, input: wire }, init);
}

async function resume(thread: ThreadOfGraph, command: CommandInput): Promise<StartedByCommand> {
  const { client, threadId, init } = thread;
  const { resume: answer, ...beside } = toWireCommand(command);
  if (answer === undefined || Object.keys(beside).length > 0)
    throw new TypeError('streamEvents with version "v3" takes a Command that resumes, and does nothing else');
  const interrupts = await interruptsOf(thread);
  if (interrupts.length === 0) throw new StreamError("the thread does not wait for an answer", { threadId });
  return respond(client, threadId, toResponses(answer, interrupts), await toParams(thread), init);
}

const interruptsOf = async ({ client, threadId, init }: ThreadOfGraph) =>
  (await readWaitingState(client, threadId, init))?.interrupts ?? [];
