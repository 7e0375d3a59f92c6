import { toCheckpoint } from "../checkpoint.js";
import { toWireConfig } from "../config.js";
import type { RunBody } from "../run/run-requests.js";
import { type Selection, toWireModes } from "../stream-mode.js";
import type { RunOptions } from "../types.js";
import { isCommand } from "../wire/command.js";

type Field<K extends keyof RunBody> = Exclude<RunBody[K], undefined>;

/** A run as it is sent: the thread in the URL, the rest in the body. */
export interface WireRun {
  threadId: string | undefined;
  body: RunBody;
}

/** Sorts input and options of a run for the wire; each is encoded when it is sent. Nothing of the caller's is changed. */
export function toWireRun(
  assistantId: string,
  input: unknown,
  options: RunOptions,
  selection: Selection,
): WireRun {
  const { threadId, config, metadata } = toWireConfig(options);
  const checkpoint = toCheckpoint(options);
  if (checkpoint !== undefined && threadId === undefined) {
    throw new TypeError("a run from a checkpoint needs a thread: set configurable.thread_id");
  }
  const begin: Record<string, unknown> = isCommand(input) ? { command: input } : { input: input ?? null };
  const body: RunBody = {
    assistant_id: assistantId,
    ...begin,
    stream_mode: toWireModes(selection),
    stream_subgraphs: selection.subgraphs,
    stream_resumable: options.streamResumable ?? true,
    ...given({
      config,
      metadata,
      checkpoint,
      context: options.context as Field<"context"> | undefined,
      if_not_exists: threadId === undefined ? undefined : ("create" as const),
      interrupt_before: options.interruptBefore,
      interrupt_after: options.interruptAfter,
      durability: options.durability,
      multitask_strategy: options.multitaskStrategy,
      on_disconnect: options.onDisconnect,
      webhook: options.webhook,
      after_seconds: options.afterSeconds,
      feedback_keys: options.feedbackKeys,
    }),
  };
  return { threadId, body };
}

type Given<T> = { [K in keyof T as T[K] extends undefined ? never : K]?: Exclude<T[K], undefined> };

/** Only what is set: servers refuse a `null` in an optional field. */
function given<T extends object>(fields: T): Given<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>;
}
