import { assertMs } from "../client/client.js";
import { TimeLimit } from "../client/time-limit.js";
import { threadIdOf } from "../config.js";
import { isRemoteException } from "../errors.js";
import { assertCarried, startOnThread } from "../protocol/commands.js";
import { ThreadRun } from "../protocol/thread-run.js";
import type { ThreadStreamOptions } from "../protocol/thread-types.js";
import { toCallInit } from "../run/run-requests.js";
import type { GraphTypes } from "../types.js";
import { randomUuid } from "../util/uuid.js";
import { isCommand } from "../wire/command.js";
import { isProtocolMessage, toMessageDecoder } from "../wire/messages.js";
import { frameText } from "./encoding.js";
import type { GraphContext } from "./graph-context.js";
import { withSettings, withTracing } from "./graph-run.js";

const MAX_BUFFER_BYTES = 8 * 1024 * 1024;

/**
 * Starts a run by the thread-centric protocol, and gives its handle.
 *
 * @param reading - ends the reading; the run is stopped by the signal among the options
 */
async function streamThread<G extends GraphTypes>(
  graph: GraphContext,
  input: unknown,
  given: ThreadStreamOptions<G>,
  reading = given.signal,
): Promise<ThreadRun<G>> {
  const { client } = graph;
  const { maxBufferBytes = MAX_BUFFER_BYTES } = given;
  const options = await withTracing(graph, given);
  const { idleTimeoutMs, signal } = options;
  assertCarried(options);
  assertMs(idleTimeoutMs, "idleTimeoutMs");
  if (!(maxBufferBytes > 0)) throw new TypeError(`maxBufferBytes must be above 0, not ${maxBufferBytes}`);
  const known = threadIdOf(options);
  if (known === undefined && isCommand(input))
    throw new TypeError("a Command resumes a thread: set configurable.thread_id");
  const threadId = known ?? randomUuid();
  const init = toCallInit(options, reading ?? signal);
  const { graphId, coerceMessages } = graph.options;
  const decode = coerceMessages && toMessageDecoder(coerceMessages, isProtocolMessage);
  const thread = { client, threadId, isGiven: known !== undefined, graphId, options, init };
  return new ThreadRun<G>(thread, await startOnThread(thread, input), { maxBufferBytes, decode });
}

/**
 * The protocol's events as the bytes of an event stream, as the server itself writes them. That a run failed is said
 * among them, so the stream itself does not.
 *
 * @param reading - ends the reading, and the run where that is wanted
 */
function toThreadBytes<G extends GraphTypes>(
  run: ThreadRun<G>,
  reading: TimeLimit,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const events = run[Symbol.asyncIterator]();
  return new ReadableStream(
    {
      async pull(controller) {
        const next = await events.next().catch((error: unknown) => {
          reading.release();
          if (isRemoteException(error)) return { done: true, value: undefined } as const;
          throw error;
        });
        if (next.done) {
          reading.release();
          return controller.close();
        }
        const { method, seq, event_id = String(seq) } = next.value;
        controller.enqueue(encoder.encode(frameText({ event: method, data: next.value }, event_id)));
      },
      cancel() {
        reading.abort();
      },
    },
    { highWaterMark: 0 },
  );
}

/** A run's handle, or the bytes of its events. */
export async function streamThreadAs<G extends GraphTypes>(
  encoding: "text/event-stream" | undefined,
  graph: GraphContext,
  input: unknown,
  options: ThreadStreamOptions<G>,
): Promise<ThreadRun<G> | ReadableStream<Uint8Array>> {
  if (encoding === undefined) return streamThread(graph, input, options);
  const reading = new TimeLimit(options.signal ?? graph.config.signal);
  const stop = withSettings(graph, options).onDisconnect === "cancel" ? { signal: reading.signal } : {};
  const run = await streamThread(graph, input, { ...options, ...stop }, reading.signal).catch(
    (error: unknown) => {
      reading.release();
      throw error;
    },
  );
  return toThreadBytes(run, reading);
}
