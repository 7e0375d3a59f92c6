import type { Client, MessageContent, paths } from "langgraph-remote";
import { createClient } from "langgraph-remote";
import { expectType } from "./expect.js";

const client = createClient({ url: "http://localhost:2024", apiKey: null, retry: { maxRetries: 2 } });
expectType<Client>().of(client);
const path = { thread_id: "t" };

// a call has data when it succeeded, and an error when it did not
const state = await client.GET("/threads/{thread_id}/state", { params: { path } });
expectType<Response>().of(state.response);
if (state.data) {
  expectType<string[]>().of(state.data.next);
  expectType<string | null>().of(state.data.created_at);
  expectType<string | undefined>().of(state.data.tasks?.[0]?.name);
  expectType<unknown>().of(state.data.tasks?.[0]?.interrupts?.[0]?.value);
  expectType<undefined>().of(state.error);
} else {
  expectType<undefined>().of(state.data);
  if (typeof state.error === "object") expectType<unknown>().of(state.error.detail);
}
// @ts-expect-error there may be no data
state.data.next;

const waited = await client.POST("/threads/{thread_id}/runs/wait", {
  params: { path },
  body: { assistant_id: "agent", input: { topic: "rivers" }, stream_mode: ["values", "messages-tuple"] },
});
const { data: result } = waited;
if (typeof result === "object" && result !== null && !Array.isArray(result)) {
  const { __error__: failure, __interrupt__: asked, ...values } = result;
  if (failure) expectType<string>().of(failure.message);
  expectType<unknown>().of(asked?.[0]?.value);
  expectType<unknown>().of(values.topic);
}

const { data: thread } = await client.POST("/threads", { body: { if_exists: "do_nothing" } });
// Python answers with a reason where the thread was made, but not its state
if (thread && "detail" in thread) expectType<string>().of(thread.detail);
else expectType<"idle" | "busy" | "interrupted" | "error" | undefined>().of(thread?.status);
const { data: runs } = await client.GET("/threads/{thread_id}/runs", {
  params: { path, query: { limit: 5, status: "pending" } },
});
const [run] = runs ?? [];
if (run && "run_id" in run) expectType<unknown>().of(run.metadata?.user);
const { data: count } = await client.POST("/threads/count", { body: { status: "idle" } });
expectType<number | undefined>().of(count);
const { data: graph } = await client.GET("/assistants/{assistant_id}/graph", {
  params: { path: { assistant_id: "agent" }, query: { xray: true } },
});
expectType<string | number | undefined>().of(graph?.edges[0]?.source);
const { data: found } = await client.POST("/store/items/search", { body: { namespace_prefix: ["notes"] } });
expectType<string[] | undefined>().of(found?.items[0]?.namespace);
const { data: stream } = await client.POST("/runs/stream", {
  body: { assistant_id: "agent" },
  parseAs: "stream",
});
stream satisfies ReadableStream<Uint8Array> | null | undefined;

// what a single call may set beside
await client.GET("/threads/{thread_id}", {
  params: { path },
  headers: { "x-trace": "1" },
  signal: AbortSignal.timeout(1000),
  timeoutMs: 1000,
  retry: false,
});

// @ts-expect-error there is no such path
await client.GET("/thread/{thread_id}", { params: { path } });
// @ts-expect-error the path has no such method
await client.PUT("/threads/{thread_id}", { params: { path } });
// @ts-expect-error the path has a parameter
await client.GET("/threads/{thread_id}/state");
// @ts-expect-error of another name
await client.GET("/threads/{thread_id}/state", { params: { path: { id: "t" } } });
// @ts-expect-error and of another type
await client.GET("/threads/{thread_id}/state", { params: { path: { thread_id: 1 } } });
// @ts-expect-error no number
await client.GET("/threads/{thread_id}/runs", { params: { path, query: { limit: "all" } } });
// @ts-expect-error no status
await client.POST("/threads/search", { body: { status: "sleeping" } });
// @ts-expect-error the body is required
await client.POST("/threads/{thread_id}/runs/wait", { params: { path } });
// @ts-expect-error and so is the assistant in it
await client.POST("/threads/{thread_id}/runs/wait", { params: { path }, body: { input: {} } });
// @ts-expect-error no mode
await client.POST("/runs/stream", { body: { assistant_id: "agent", stream_mode: ["value"] } });
// @ts-expect-error the url is required
createClient({});
// @ts-expect-error no headers
createClient({ url: "http://localhost:2024", headers: { "x-retries": 3 } });

// the named schemas are exported too
export const content: MessageContent = [{ type: "text", text: "Hello" }];
export type Operation = paths["/threads/{thread_id}/state"]["get"];
