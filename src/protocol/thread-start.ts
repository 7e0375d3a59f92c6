import { toCheckpoint } from "../checkpoint.js";
import { serverOf } from "../client/client.js";
import type { Client } from "../client/client-calls.js";
import { toWireConfig } from "../config.js";
import { StreamError } from "../errors.js";
import { type CallInit, getRuns } from "../run/run-requests.js";
import { isCommand, toWire, toWireCommand } from "../serialize.js";
import type { CommandInput, RunOptions } from "../types.js";
import { toResponses } from "./thread-answer.js";
import { askedOn } from "./thread-asked.js";
import { type BegunRun, type CommandParams, lastSeqOf, respond, startRun } from "./thread-commands.js";

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
  "context",
  "interruptBefore",
  "interruptAfter",
  "durability",
  "webhook",
  "afterSeconds",
  "feedbackKeys",
] as const satisfies readonly (keyof RunOptions)[];

/** @throws TypeError for what would be lost on the way, and make the run another one than was asked for */
export function assertCarried(options: RunOptions): void {
  // release 1.5.1 reads the others too, but queues the run behind the one at work all the same
  const { multitaskStrategy = "enqueue" } = options;
  const lost = NOT_CARRIED.find((name) => options[name] !== undefined);
  const name = multitaskStrategy === "enqueue" ? lost : "multitaskStrategy";
  if (name !== undefined)
    throw new TypeError(
      `streamEvents with version "v3" cannot carry ${name}: the protocol has no place for it`,
    );
  if (options.timeout !== undefined)
    throw new TypeError(
      'streamEvents with version "v3" knows no timeout: give it a signal, such as AbortSignal.timeout(ms)',
    );
  const checkpoint = toCheckpoint(options);
  if (checkpoint?.checkpoint_ns || checkpoint?.checkpoint_map)
    throw new TypeError('streamEvents with version "v3" begins at a checkpoint of the graph itself');
}

/** What a run that goes on at the thread's head is started with, but for its input. */
export async function toParams({
  client,
  threadId,
  graphId,
  options,
}: ThreadOfGraph): Promise<CommandParams> {
  const { config, metadata } = toWireConfig(options);
  const head = await serverOf(client).toHead(threadId);
  const configurable = { ...config?.configurable, ...head };
  const hasConfig = config !== undefined || head !== undefined;
  return {
    assistant_id: graphId,
    ...(hasConfig ? { config: { ...config, configurable } } : {}),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

/** The number of the last event of the thread, before a run is started on it. */
export async function seqBefore({ client, threadId, isGiven, init }: ThreadOfGraph): Promise<number> {
  return isGiven ? lastSeqOf(client, threadId, init) : 0;
}

/** Whether the thread has had a run: `GET /threads/{thread_id}/runs`. */
export async function hasRuns({ client, threadId, isGiven, init }: ThreadOfGraph): Promise<boolean> {
  if (!isGiven) return false;
  return (await getRuns(client, threadId, { offset: 0, count: 1 }, init)).length > 0;
}

/** Starts a run, or answers what the thread asks. */
export function beginOnThread(thread: ThreadOfGraph, input: unknown): Promise<BegunRun> {
  return isCommand(input) ? resume(thread, input) : start(thread, input);
}

async function start(thread: ThreadOfGraph, input: unknown): Promise<BegunRun> {
  const { client, threadId, isGiven, options, init } = thread;
  const wire = toWire(input);
  // the protocol would take the input for the answer
  if (isGiven && wire !== null && (await askedOn(client, threadId, init)).length > 0) {
    throw new StreamError("the thread waits for an answer: resume it with a Command, or go on with null", {
      threadId,
    });
  }
  const { config, ...params } = await toParams(thread);
  const checkpoint_id = toCheckpoint(options)?.checkpoint_id;
  const configurable =
    checkpoint_id === undefined ? config?.configurable : { ...config?.configurable, checkpoint_id };
  const from = configurable === undefined ? config : { ...config, configurable };
  return startRun(client, threadId, { ...params, ...(from && { config: from }), input: wire }, init);
}

async function resume(thread: ThreadOfGraph, command: CommandInput): Promise<BegunRun> {
  const { client, threadId, init } = thread;
  const { resume: answer, ...beside } = toWireCommand(command);
  if (answer === undefined || Object.keys(beside).length > 0)
    throw new TypeError('streamEvents with version "v3" takes a Command that resumes, and does nothing else');
  const asked = await askedOn(client, threadId, init);
  if (asked.length === 0) throw new StreamError("the thread does not wait for an answer", { threadId });
  return respond(client, threadId, toResponses(answer, asked), await toParams(thread), init);
}
