import { BaseCallbackHandler } from "@langchain/core/callbacks/base";
import { inject } from "vitest";
import type { StreamMode } from "../../../src/index.js";
import type { Party, Turn } from "./conversation.js";
import { toPlain } from "./normal-form.js";

/** What of a run is asked for. */
export interface Form {
  streamMode: StreamMode | readonly StreamMode[];
  subgraphs?: boolean;
}

/** Each mode by one word: `messages-tuple` is another for `messages`. */
export const allModes: StreamMode[] = [
  "values",
  "updates",
  "messages",
  "custom",
  "debug",
  "tasks",
  "checkpoints",
  "tools",
];

/** Streams the run: its chunks, and the error that it ended with. */
export function streaming(form: Form): Turn {
  return ({ side, graph }, input, options) => {
    if (side === "local") return collect(graph.stream(input, { ...options, ...toLocal(form) }));
    const told = collect(graph.stream(input, { ...options, ...form }));
    return inject("serverKind") === "aegra" ? told.then((all) => withoutDoubles(all, form)) : told;
  };
}

/** In `values`, aegra tells what is asked twice, first alone and then among the values: its own fault. */
function withoutDoubles({ chunks, failure }: Told, { streamMode }: Form): Told {
  const isDouble = (chunk: unknown): boolean => {
    const parts = Array.isArray(chunk) ? chunk : [chunk];
    const data: unknown = parts.at(-1);
    const isOfValues = streamMode === "values" || parts.at(-2) === "values";
    return isOfValues && JSON.stringify(Object.keys(data ?? {})) === '["__interrupt__"]';
  };
  return { chunks: chunks.filter((chunk) => !isDouble(chunk)), failure };
}

/** Runs to the end: the output, or the error. */
export async function invoking({ side, graph }: Party, input: unknown, options: object): Promise<Outcome> {
  const heard = side === "local" ? { callbacks: [new Listener()] } : {};
  try {
    return { output: toPlain(await graph.invoke(input, { ...options, ...heard })), failure: null };
  } catch (error) {
    return { output: null, failure: toFailure(error) };
  }
}

interface Outcome {
  output: unknown;
  failure: unknown;
}

function toLocal({ streamMode, subgraphs }: Form): object {
  const mode = streamMode === "messages-tuple" ? "messages" : streamMode;
  return { streamMode: mode, subgraphs, callbacks: mode.includes("messages") ? [] : [new Listener()] };
}

/**
 * Hears what models say, as the server does in every run: a model that is heard streams, and the messages that it gives
 * are the streamed ones. In the `messages` mode it is heard anyway.
 */
class Listener extends BaseCallbackHandler {
  readonly name = "listener";
  readonly lc_prefer_streaming = true;
}

interface Told {
  chunks: unknown[];
  failure: unknown;
}

/** All chunks of a stream, and how it failed when it did. */
export async function collect(stream: Promise<AsyncIterable<unknown>>): Promise<Told> {
  const chunks: unknown[] = [];
  try {
    for await (const chunk of await stream) chunks.push(toPlain(chunk));
  } catch (error) {
    return { chunks, failure: toFailure(error) };
  }
  return { chunks, failure: null };
}

/** The class and the sentence of what was thrown; of what was thrown on the server, the class that it had there. */
export function toFailure(error: unknown): { error: string; message: string } {
  if (!(error instanceof Error)) throw error;
  const { name, message } = error;
  return { error: "error" in error ? String(error.error) : name, message };
}
