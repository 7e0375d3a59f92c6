import { assertMs } from "../client.js";
import { threadIdOf } from "../config.js";
import { toCallInit } from "../run/run-requests.js";
import { isCommand } from "../serialize.js";
import { toSseOpener } from "../thread/thread-connection.js";
import { ThreadFeed } from "../thread/thread-feed.js";
import { ThreadRun } from "../thread/thread-run.js";
import { toSocketOpener } from "../thread/thread-socket.js";
import { assertCarried, beginOnThread, type ThreadOfGraph, toParams } from "../thread/thread-start.js";
import type { ThreadStreamOptions } from "../thread/thread-types.js";
import type { GraphTypes } from "../types.js";
import { NEVER_ABORTED } from "../util/abort.js";
import { randomUuid } from "../util/uuid.js";
import { isProtocolMessage, toMessageDecoder } from "../wire/messages.js";
import { frameText } from "./encoding.js";
import type { GraphContext } from "./graph-context.js";
import { withTracing } from "./graph-run.js";

const MAX_BUFFER_BYTES = 8 * 1024 * 1024;

/** Starts a run by the thread-centric protocol, and gives its handle. */
async function streamThread<G extends GraphTypes>(
  graph: GraphContext,
  input: unknown,
  given: ThreadStreamOptions<G>,
): Promise<ThreadRun<G>> {
  const { client } = graph;
  const { transport = "sse", maxBufferBytes = MAX_BUFFER_BYTES } = given;
  const options = await withTracing(graph, given);
  assertCarried(options);
  assertMs(options.idleTimeoutMs, "idleTimeoutMs");
  if (!(maxBufferBytes > 0)) throw new TypeError(`maxBufferBytes must be above 0, not ${maxBufferBytes}`);
  const known = threadIdOf(options);
  if (known === undefined && isCommand(input))
    throw new TypeError("a Command resumes a thread: set configurable.thread_id");
  const threadId = known ?? randomUuid();
  const init = toCallInit(options, options.signal ?? NEVER_ABORTED);
  const { graphId, coerceMessages } = graph.options;
  const decode = coerceMessages && toMessageDecoder(coerceMessages, isProtocolMessage);
  const thread: ThreadOfGraph = { client, threadId, isGiven: known !== undefined, graphId, options, init };
  const isSse = transport === "sse";
  const sse = toSseOpener(client, threadId);
  const open = isSse ? sse : toSocketOpener(client, threadId, maxBufferBytes);
  const { idleTimeoutMs } = options;
  const feed = new ThreadFeed(client, threadId, open, init, { idleTimeoutMs, canRejoin: isSse });
  await feed.prepare();
  const { run, since } = await beginOnThread(thread, input).catch((error: unknown) => {
    feed.pause();
    throw error;
  });
  return new ThreadRun<G>(
    {
      ...{ client, threadId, init, feed, decode, maxBufferBytes },
      again: isSse ? sse : undefined,
      stopsOnAbort: options.onDisconnect === "cancel",
      resumeParams: () => toParams(thread),
    },
    run,
    since,
  );
}

/** The protocol's events as the bytes of an event stream, as the server itself writes them. */
function toThreadBytes<G extends GraphTypes>(run: ThreadRun<G>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const events = run[Symbol.asyncIterator]();
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await events.next();
        if (done) return controller.close();
        const frame = { event: value.method, data: value };
        controller.enqueue(encoder.encode(frameText(frame, String(value.seq))));
      },
      async cancel() {
        await events.return?.();
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
  const run = await streamThread(graph, input, options);
  return encoding === undefined ? run : toThreadBytes(run);
}
