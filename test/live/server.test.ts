import { expect, inject, test } from "vitest";
import { onServer, pieces } from "./support/on-server.js";

const url = inject("serverUrl");
/** The release of langgraph-api, or of aegra, that is pinned. */
const versions = { js: "1.5.1", "js-2.0.0": "2.0.0", python: "0.16.7", aegra: "0.11.0" };
const json = { "content-type": "application/json" };

async function runToEnd(graph: string, body: object): Promise<{ values: unknown; next: unknown }> {
  const created = await fetch(`${url}/threads`, { method: "POST", headers: json, body: "{}" });
  const { thread_id } = await created.json();
  const run = await fetch(`${url}/threads/${thread_id}/runs/wait`, {
    method: "POST",
    headers: json,
    body: JSON.stringify({ assistant_id: graph, ...body }),
  });
  const values: unknown = JSON.parse(await run.text());
  const state = await (await fetch(`${url}/threads/${thread_id}/state`)).json();
  return { values, next: state.next };
}

test("the server answers that it is well, and says which release it is", async () => {
  const health = onServer({
    js: ["/ok", { ok: true }],
    python: ["/ok", { ok: true, services: {} }],
    aegra: ["/health", expect.objectContaining({ status: "healthy" })],
  });
  expect(await (await fetch(`${url}${health[0]}`)).json()).toEqual(health[1]);
  const info = await (await fetch(`${url}/info`)).json();
  expect(info.version).toBe(versions[inject("serverKind")]);
});

test("nothing is traced", async () => {
  const info = await (await fetch(`${url}/info`)).json();
  expect(info.flags.langsmith).toBe(onServer({ js: false, python: false, aegra: undefined }));
});

test("chat calls its tool and answers", async () => {
  const { values } = await runToEnd("chat", {
    input: { messages: [{ role: "user", content: "What is the weather?" }] },
  });
  expect(values).toMatchObject({
    messages: [
      { type: "human", content: "What is the weather?" },
      {
        type: "ai",
        content: "Let me look.",
        tool_calls: [{ name: "look_up_weather", args: { city: "Tallinn" } }],
      },
      { type: "tool", content: "12 degrees and rain in Tallinn" },
      {
        type: "ai",
        content: "It is 12 degrees and rain in Tallinn.",
        usage_metadata: { input_tokens: 1, output_tokens: 8, total_tokens: 9 },
      },
    ],
  });
});

test("the tokens of chat are streamed one by one", async () => {
  const response = await fetch(`${url}/runs/stream`, {
    method: "POST",
    headers: json,
    body: JSON.stringify({
      assistant_id: "chat",
      input: { messages: [{ role: "user", content: "Hello there" }] },
      stream_mode: ["messages-tuple"],
    }),
  });
  const frames = (await response.text())
    .split(/\r?\n\r?\n/)
    .filter((frame) => /^event: messages$/m.test(frame));
  const tokens = frames.map((frame) => {
    const lines = frame.match(/^data: ?.*$/gm) ?? [];
    const [chunk] = JSON.parse(lines.map((line) => line.slice(5)).join("\n"));
    return chunk.content;
  });
  expect(tokens).toEqual(pieces("You", " said:", " Hello", " there."));
});

test("the graph in the graph in the graph runs", async () => {
  const { values } = await runToEnd("nested", { input: { messages: [] } });
  expect(values).toMatchObject({ trail: ["root", "child", "grand", "closing"] });
});

test("the subgraphs of nested are listed", async () => {
  // by the assistant's id: not every server takes the graph's name there
  const found = await fetch(`${url}/assistants/search`, {
    method: "POST",
    headers: json,
    body: JSON.stringify({ graph_id: "nested" }),
  });
  const [{ assistant_id }] = await found.json();
  const response = await fetch(`${url}/assistants/${assistant_id}/subgraphs?recurse=true`);
  expect(Object.keys(await response.json()).sort()).toEqual(["child", "child|grand"]);
});

test("approval stops at its first interrupt", async () => {
  const { values, next } = await runToEnd("approval", { input: { topic: "rain" } });
  expect(values).toMatchObject({
    __interrupt__: [{ value: { question: "Publish?", draft: "On rain" } }],
  });
  expect(next).toEqual(["review"]);
});

test("parallel waits in two places", async () => {
  const { next } = await runToEnd("parallel", { input: { topic: "rain" } });
  expect(next).toEqual(["left", "right"]);
});

test("failing says what it failed with", async () => {
  const { values } = await runToEnd("failing", { input: { account: "ada" } });
  expect(values).toMatchObject({
    __error__: {
      message: onServer({
        js: JSON.stringify({ error: "QuotaExceededError", message: "no quota left for ada" }),
        python: "no quota left for ada",
        aegra: "no quota left for ada",
      }),
    },
  });
});

test("context takes part in the answer", async () => {
  const { values } = await runToEnd("context", {
    input: { question: "how are you?" },
    context: { user: "Ada", tone: "polite" },
  });
  expect(values).toMatchObject({ answer: "Dear Ada: how are you?" });
});

test("echo shows what reached the graph", async () => {
  // aegra drops what is not in the config
  const marked = { from: "test" };
  const { values } = await runToEnd("echo", {
    input: { said: [1, "two"] },
    config: { configurable: { colour: "blue" }, tags: ["seen"] },
    metadata: marked,
  });
  expect(values).toMatchObject({
    said: [1, "two"],
    seen: {
      configurable: { colour: "blue" },
      metadata: onServer<object>({ js: marked, python: marked, aegra: {} }),
      tags: ["seen"],
    },
  });
});

test.for([
  ["counter", { limit: 3 }, { count: 3, trail: ["step 1", "step 2", "step 3"] }],
  ["fanout", { items: ["a", "b", "c"] }, { done: ["A", "B", "C", "3 done"] }],
  ["notes", { owner: "smoke", note: "first" }, { notes: ["first"] }],
  ["slow", { ms: 10 }, { visits: ["prepare", "dawdle"] }],
  ["tokens", { count: 3 }, { messages: [{ type: "ai", content: "0 1 2 " }] }],
  ["writer", { count: 2 }, { written: 2 }],
] as const)("%s runs to its end", async ([graph, input, expected]) => {
  const { values, next } = await runToEnd(graph, { input });
  expect(values).toMatchObject(expected);
  expect(next).toEqual([]);
});
