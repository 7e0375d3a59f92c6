import { inspect } from "node:util";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createClient, RemoteGraph, streamRun } from "../../src/index.js";
import { Client } from "../../src/sdk.js";
import { type Answer, type Frames, keepSilent, sse } from "../support/scripted-server.js";
import { toArray } from "../support/to-array.js";
import {
  clientOn,
  END,
  graphOn,
  ROW,
  RUN_ID,
  serve,
  serveRun,
  stream,
  THREAD_ID,
  thread,
  values,
} from "./support/servers.js";

afterEach(() => vi.unstubAllEnvs());

const run = { assistantId: "any", threadId: THREAD_ID, input: {} };

describe("a key", () => {
  const KEY = "lsv2_pt_0123456789abcdef";
  const TOKEN = "eyJhbGciOiJIUzI1NiJ9.e30.c2VjcmV0";
  const headers = { authorization: `Bearer ${TOKEN}`, "x-tenant-password": "pw1" };
  const SECRETS = [KEY, TOKEN, "pw1"];
  const echo = `denied: ${KEY}, Bearer ${TOKEN}, ${TOKEN}, pw1`;

  /** All that a log could show of something. */
  function shownOf(thing: unknown): string {
    const parts = [
      inspect(thing, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true }),
      String(thing),
    ];
    for (let at = thing; at instanceof Error; at = at.cause) {
      parts.push(at.message, at.stack ?? "", JSON.stringify(at) ?? "", inspect({ ...at }, { depth: 9 }));
      if ("headers" in at && at.headers instanceof Headers) parts.push(JSON.stringify([...at.headers]));
    }
    return parts.join("\n");
  }

  function expectNoSecret(thing: unknown): void {
    const shown = shownOf(thing);
    for (const secret of SECRETS) expect(shown).not.toContain(secret);
  }

  async function failureOf(promise: Promise<unknown>): Promise<Error> {
    const failure: unknown = await promise.then(
      (value) => new Error(`this did not fail, but gave ${inspect(value)}`),
      (error: unknown) => error,
    );
    if (!(failure instanceof Error)) throw new Error("what was thrown is no Error");
    expect(failure.message).not.toContain("this did not fail");
    return failure;
  }

  const ECHOES: [string, () => Answer][] = [
    ["as text", () => ({ status: 403, body: echo })],
    ["as JSON", () => ({ status: 422, body: { detail: echo } })],
    [
      "in headers",
      () => ({ status: 401, headers: { "www-authenticate": `Key ${KEY} ${TOKEN} pw1` }, body: "no" }),
    ],
    ["in a page in place of JSON", () => ({ headers: { "x-saw": KEY }, body: `<html>${echo}` })],
    ["in the type of an answer", () => ({ headers: { "content-type": "text/html" }, body: echo })],
    ["in an event that is not JSON", () => stream([`event: values\ndata: {${echo}\n\n`])],
    [
      "in an event that is not JSON, where the quotation ends",
      () => stream([`data: ${"x".repeat(190)}${KEY}\n\n`]),
    ],
    ["in an error event", () => stream([{ event: "error", data: { error: "ValueError", message: echo } }])],
    ["in an error event of text", () => stream([{ event: "error", data: echo }])],
  ];

  test.each(ECHOES)("is in no error, although the server repeats it %s", async (_, answer) => {
    const server = await serve(() => answer());
    const options = { graphId: "g", url: server.url, apiKey: KEY, headers, retry: false } as const;
    const graph = new RemoteGraph(options);
    expectNoSecret(await failureOf(graph.invoke({}, thread)));
    expectNoSecret(await failureOf(graph.getState(thread)));
    expectNoSecret(await failureOf(graph.invoke({})));
  });

  const STARTED = { type: "success", id: 1, result: { run_id: RUN_ID }, meta: { applied_through_seq: 0 } };
  const failed = { error: "ValueError", message: echo };
  const lifecycle = (seq: number, data: object) => {
    const params = { namespace: [], timestamp: 1, data };
    return {
      event: "lifecycle",
      data: { type: "event", seq, event_id: `${seq}`, method: "lifecycle", params },
    };
  };

  test.each<[string, unknown, Frames?]>([
    ["in the refusal of a command", { type: "error", id: 1, error: "invalid_argument", message: echo }],
    ["in Python's refusal of a command", { type: "error", id: 1, message: `422: ${echo}` }],
    ["in an event that is not JSON", STARTED, [`data: {${echo}\n\n`]],
    [
      "in an event that is not JSON, where the quotation ends",
      STARTED,
      [`data: ${"x".repeat(190)}${KEY}\n\n`],
    ],
    [
      "in the event of its failure",
      STARTED,
      [lifecycle(1, { event: "running" }), lifecycle(2, { event: "failed", error: `ValueError: ${echo}` })],
    ],
  ])(
    "is in no error of a run by the thread protocol, although the server repeats it %s",
    async (_, command, frames) => {
      const server = await serve(({ path }) => {
        if (path.endsWith("/commands")) return { body: command };
        return path.endsWith("/stream/events") ? sse(frames ?? []) : { body: {} };
      });
      const graph = new RemoteGraph({ graphId: "g", url: server.url, apiKey: KEY, headers, retry: false });
      const running = graph.streamEvents({}, { version: "v3" });
      const failure = await failureOf(Promise.resolve(running).then((events) => toArray(events)));
      expectNoSecret(failure);
      expect(failure.message).toContain("[removed]");
    },
  );

  test.each<[string, Record<string, object>]>([
    ["the answer to a join", { join: { __error__: failed } }],
    ["the run's row", { runs: { error_message: echo } }],
    ["the thread's row", { thread: { status: "error", error: failed } }],
    ["the thread's state", { state: { tasks: [{ id: "1", name: "node", error: JSON.stringify(failed) }] } }],
    ["the thread's state, as text", { state: { tasks: [{ id: "1", name: "node", error: echo }] } }],
  ])("is not in the error of a run, although the server repeats it in %s", async (_, told) => {
    const server = await serve(({ path }) => {
      if (path.endsWith("/stream")) return stream([values(1)]);
      const kind = /\/(join|state|runs)/.exec(path.replace(`/runs/${RUN_ID}/`, "/"))?.[1] ?? "thread";
      return { body: { ...(kind === "runs" ? { ...ROW, status: "error" } : {}), ...told[kind] } };
    });
    const graph = new RemoteGraph({ graphId: "g", url: server.url, apiKey: KEY, headers, retry: false });
    const handle = await graph.createRun({}, thread);
    for (const call of [() => graph.invoke({}, thread), () => handle.join()]) {
      const failure = await failureOf(call());
      expectNoSecret(failure);
      expect(failure).toMatchObject({
        name: "RemoteException",
        message: expect.stringContaining("[removed]"),
      });
    }
  });

  test("is not in the error of a run that the SDK waits for", async () => {
    const server = await serve(() => ({ body: { __error__: failed } }));
    const client = new Client({ apiUrl: server.url, apiKey: KEY, defaultHeaders: headers });
    const failure = await failureOf(client.runs.wait(THREAD_ID, "any", { input: {} }));
    expectNoSecret(failure);
    expect(failure.message).toContain("ValueError: denied: [removed]");
  });

  test("is not in the error of a thread's stream in the SDK", async () => {
    const server = await serve(() => sse([`event: values\ndata: {${echo}\n\n`]));
    const client = new Client({ apiUrl: server.url, apiKey: KEY, defaultHeaders: headers });
    const failure = await failureOf(toArray(client.threads.joinStream(THREAD_ID)));
    expectNoSecret(failure);
    expect(failure.message).toContain("[removed]");
  });

  test("is in no error of a connection", async () => {
    const url = "http://127.0.0.1:9";
    const client = createClient({ url, apiKey: KEY, headers, retry: false });
    expectNoSecret(await failureOf(client.GET("/ok")));
    const silent = await serve(keepSilent);
    const slow = createClient({ url: silent.url, apiKey: KEY, headers, retry: false, timeoutMs: 50 });
    expectNoSecret(await failureOf(slow.GET("/ok")));
    expectNoSecret(await failureOf(toArray(streamRun(slow, { assistantId: "a" }))));
  });

  test("that HTTP cannot carry is not quoted", async () => {
    const bad = `${KEY}\u0000\n`;
    expectNoSecret(await failureOf((async () => createClient({ url: "http://127.0.0.1:9", apiKey: bad }))()));
    const client = createClient({ url: "http://127.0.0.1:9", apiKey: null, headers: { authorization: bad } });
    expectNoSecret(await failureOf(client.GET("/ok")));
    const graph = graphOn({ url: "http://127.0.0.1:9" });
    expectNoSecret(await failureOf(graph.invoke({}, { headers: { authorization: bad } })));
    expectNoSecret(await failureOf(graph.getState(thread, { headers: { authorization: bad } })));
  });

  test("in an address is not quoted", async () => {
    for (const url of [`http://user:${KEY}@host`, `http://user:${KEY}@host:not a port`]) {
      expectNoSecret(await failureOf((async () => clientOn({ url }))()));
    }
  });

  test("is not shown by clients, graphs and streams", async () => {
    vi.stubEnv("LANGGRAPH_API_KEY", KEY);
    const server = await serveRun({ start: () => stream([values(1), END]) });
    const client = createClient({ url: server.url, headers });
    const graph = new RemoteGraph({
      graphId: "g",
      url: server.url,
      apiKey: KEY,
      headers: async () => headers,
    });
    const running = await graph.stream({}, { streamMode: "values" });
    for (const thing of [client, graph, graph.withConfig({ tags: ["a"] }), running, streamRun(client, run)]) {
      expectNoSecret(thing);
      expectNoSecret(JSON.stringify(thing));
    }
    expect(await toArray(running)).toHaveLength(1);
    expect(server.requests[0]?.headers).toMatchObject({ "x-api-key": KEY, ...headers });
  });

  test.each([
    ["a quotation mark", 'pa"ss\\word'],
    ["a letter that JSON may write as an escape", "pässwörd"],
    ["a slash, which some escape", "pass/word/1"],
  ])("that holds %s is taken out of JSON as well", async (_, secret) => {
    const escaped = JSON.stringify({ detail: `denied: ${secret}` });
    const ascii = escaped.replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
    const errors = [escaped, ascii, escaped.replaceAll("/", "\\/")];
    const server = await serve(({ index }) => ({
      status: 422,
      headers: { "content-type": "application/json" },
      body: errors[index],
    }));
    const options = { graphId: "g", url: server.url, apiKey: null, retry: false } as const;
    const graph = new RemoteGraph({ ...options, headers: { "x-password": secret } });
    for (const _ of errors) {
      const failure = await failureOf(graph.getState(thread));
      expect(failure.message).toBe(`GET /threads/${THREAD_ID}/state: 422 denied: [removed]`);
      expect(failure).toHaveProperty("body", { detail: "denied: [removed]" });
    }
  });

  test("is not shown by the handle of a run, nor by what it throws", async () => {
    const server = await serve(({ path }) =>
      path === `/threads/${THREAD_ID}/runs`
        ? { body: { run_id: RUN_ID, thread_id: THREAD_ID } }
        : { status: 403, body: { detail: echo } },
    );
    const graph = new RemoteGraph({ graphId: "g", url: server.url, apiKey: KEY, headers, retry: false });
    const handle = await graph.createRun({}, { ...thread, headers: { "x-secret": "pw1" } });
    const events = handle.stream();
    for (const thing of [handle, events]) {
      expectNoSecret(thing);
      expectNoSecret(JSON.stringify(thing));
    }
    const calls = [handle.status(), handle.join(), handle.cancel(), toArray(events)];
    for (const failure of await Promise.all(calls.map(failureOf))) expectNoSecret(failure);
  });
});
