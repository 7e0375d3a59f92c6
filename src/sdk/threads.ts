/** The calls about threads and their states. */

import { kindOf } from "../client/client.js";
import type { Client } from "../client/client-calls.js";
import { toWireBefore, toWireFlag } from "../servers/server.js";
import { isRecord, withoutUndefined } from "../util/record.js";
import { randomUuid } from "../util/uuid.js";
import type { AgentServer } from "./agent-server.js";
import { type Call, toWireNames } from "./call.js";
import { guarded } from "./events.js";
import { ThreadFeed } from "./thread-feed.js";
import type { Checkpoint, Config, ThreadStreamOptions, Threads, Ttl } from "./types.js";

/** The class `ThreadStream` of `@langchain/langgraph-sdk`, which the config hands in. */
export type ThreadStreamClass = new (transport: never, options: never) => object;

/** What a thread's stream is made with. */
export interface ThreadStreamParts {
  ThreadStream: ThreadStreamClass | undefined;
  createTransport: () => AgentServer;
}

const toTtl = (ttl: Ttl | undefined) => (typeof ttl === "number" ? { ttl, strategy: "delete" } : ttl);

/** The checkpoint that something selects: a config, a checkpoint, or its id. */
function checkpointIdOf(selected: Config | Checkpoint | string | undefined): string | undefined {
  if (typeof selected === "string" || selected === undefined) return selected;
  const { checkpoint_id } =
    "configurable" in selected ? (selected.configurable ?? {}) : (selected as Checkpoint);
  return typeof checkpoint_id === "string" ? checkpoint_id : undefined;
}

/** The calls about threads. */
export const threadsOf = (client: Client, call: Call, { ThreadStream, createTransport }: ThreadStreamParts) =>
  ({
    create: ({ signal, metadata, graphId, ttl, supersteps, ...fields } = {}) =>
      call("post", "/threads", {
        body: withoutUndefined({
          ...toWireNames(fields),
          metadata: { ...metadata, ...(graphId === undefined ? {} : { graph_id: graphId }) },
          ttl: toTtl(ttl),
          supersteps: supersteps?.map(({ updates }) => ({ updates: updates.map(toWireNames) })),
        }),
        signal,
      }),

    get: (thread_id, { signal, include } = {}) =>
      call("get", "/threads/{thread_id}", { path: { thread_id }, query: { include }, signal }),

    update: (thread_id, { signal, metadata, ttl, returnMinimal } = {}) =>
      call("patch", "/threads/{thread_id}", {
        path: { thread_id },
        body: withoutUndefined({ metadata, ttl: toTtl(ttl) }),
        headers: returnMinimal ? { prefer: "return=minimal" } : {},
        signal,
      }),

    search: ({ signal, limit = 10, offset = 0, ...query } = {}) =>
      call("post", "/threads/search", { body: { limit, offset, ...toWireNames(query) }, signal }),

    count: ({ signal, ...query } = {}) =>
      call("post", "/threads/count", { body: toWireNames(query), signal }),

    copy: (thread_id, { signal } = {}) =>
      call("post", "/threads/{thread_id}/copy", { path: { thread_id }, signal }),

    delete: (thread_id, { signal } = {}) =>
      call("delete", "/threads/{thread_id}", { path: { thread_id }, signal }),

    prune: (thread_ids, { signal, strategy = "delete" } = {}) =>
      call("post", "/threads/prune", { body: { thread_ids, strategy }, signal }),

    async getState(thread_id, checkpoint, { signal, subgraphs, select } = {}) {
      const query = { subgraphs, select };
      if (checkpoint === undefined || checkpoint === null)
        return call("get", "/threads/{thread_id}/state", { path: { thread_id }, query, signal });
      if (typeof checkpoint === "string")
        return call("get", "/threads/{thread_id}/state/{checkpoint_id}", {
          path: { thread_id, checkpoint_id: checkpoint },
          query,
          signal,
        });
      const flag = subgraphs ? toWireFlag(await kindOf(client, { signal })) : undefined;
      return call("post", "/threads/{thread_id}/state/checkpoint", {
        path: { thread_id },
        body: withoutUndefined({ checkpoint, subgraphs: flag, select }),
        signal,
      });
    },

    updateState: (thread_id, { signal, ...update }) =>
      call("post", "/threads/{thread_id}/state", { path: { thread_id }, body: toWireNames(update), signal }),

    async patchState(threadIdOrConfig, metadata, { signal } = {}) {
      const thread_id =
        typeof threadIdOrConfig === "string" ? threadIdOrConfig : threadIdOrConfig.configurable?.thread_id;
      if (typeof thread_id !== "string" || thread_id === "")
        throw new TypeError("patchState needs a thread: its id, or a config with configurable.thread_id");
      return call("patch", "/threads/{thread_id}/state", { path: { thread_id }, body: { metadata }, signal });
    },

    async getHistory(thread_id, { signal, limit = 10, before, ...query } = {}) {
      const id = checkpointIdOf(before);
      const from = id === undefined ? undefined : toWireBefore(await kindOf(client, { signal }), id);
      return call("post", "/threads/{thread_id}/history", {
        path: { thread_id },
        body: withoutUndefined({ limit, before: from, ...query }),
        signal,
      });
    },

    joinStream(thread_id, { lastEventId, streamMode = "run_modes", signal } = {}) {
      const open = () =>
        new ThreadFeed(client, signal, (last) => ({
          method: "get",
          at: "/threads/{thread_id}/stream",
          path: { thread_id },
          query: { stream_modes: [streamMode].flat().join(",") },
          // of a thread's stream the beginning is called "-"
          headers: { "last-event-id": last ?? (lastEventId === "-1" ? "-" : lastEventId) },
        }));
      return guarded(signal, open, (feed) => feed.events());
    },

    stream(first: string | ThreadStreamOptions, given?: ThreadStreamOptions) {
      if (ThreadStream === undefined)
        throw new TypeError(
          "threads.stream needs the SDK's own class: new Client({ ThreadStream }), from @langchain/langgraph-sdk/client",
        );
      const [threadId, options] = typeof first === "string" ? [first, given] : [randomUuid(), first];
      const transport = isRecord(options?.transport) ? options.transport : createTransport();
      if (typeof transport.setThreadId === "function") transport.setThreadId(threadId);
      return new ThreadStream(transport as never, options as never);
    },
  }) satisfies Threads;
