import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { Command, createClient, type Logger, RemoteException, RemoteGraph } from "../../src/index.js";
import { makeFolder, runCommand } from "../support/cli.js";
import { freePort } from "../support/free-port.js";
import { startScriptedServer } from "../support/scripted-server.js";
import { toArray } from "../support/to-array.js";

test.each(["0", "70000", "1.5", "http"])("refuses the port %s", async (port) => {
  expect(await runCommand(["mock", "--port", port])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/--port takes a number/),
  });
});

test("says so when the port is in use", async () => {
  const { url, close } = await startScriptedServer(() => ({}));
  onTestFinished(close);
  const { port } = new URL(url);
  const err = `port ${port} is in use; choose another with --port N\n`;
  expect(await runCommand(["mock", "--port", port])).toEqual({ code: 2, out: "", err });
});

/** Starts the command, and stops it when the test is over. */
async function startMock(...more: string[]) {
  const port = await freePort();
  const args = ["--import", "tsx", "src/cli/main.ts", "mock", "--port", String(port), ...more];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const exit = once(child, "exit");
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (line.includes("Prism is listening")) break;
  }
  // what is read no further would block the command
  child.stdout.resume();
  const stop = () => {
    child.kill("SIGTERM");
    return exit;
  };
  return { url: `http://127.0.0.1:${port}`, stop, said };
}

const { folder, remove } = makeFolder();
afterAll(remove);

function writeScenario(text: string): string {
  const file = join(folder, `${crypto.randomUUID()}.yaml`);
  writeFileSync(file, text);
  return file;
}

const SCENARIO = `
graphs:
  essay:
    - events:
        - messages: ["Rivers ", run.]
        - updates: { draft: { text: Rivers run. } }
        - custom: { progress: 50 }
        - values: { text: Rivers run. }
      interrupt: { question: Publish this? }
    - events:
        - values: { text: Rivers run., status: published }
  broken:
    - fail: { error: ValueError, message: no ink left }
  cut:
    - events: [{ values: { n: 1 } }, { values: { n: 2 } }, { values: { n: 3 } }]
      cut: 2
  busy:
    - refuse: { status: 503, headers: { retry-after: "0" } }
    - events: [{ values: { served: true } }]
  closed:
    - refuse: { status: 403, detail: not for you }
`;

/** A mock of the document alone, and one that plays the scenario. */
let plain: Awaited<ReturnType<typeof startMock>>;
let mock: Awaited<ReturnType<typeof startMock>>;
// both at once: each takes seconds
beforeAll(async () => {
  [plain, mock] = await Promise.all([startMock(), startMock("--scenario", writeScenario(SCENARIO))]);
});
afterAll(() => Promise.all([plain.stop(), mock.stop()]));

test("serves the document until it is stopped", async () => {
  const { url, stop, said } = plain;
  expect(said.at(-1)).toContain(`Prism is listening on ${url}`);
  const ok = await fetch(`${url}/ok`);
  expect(await ok.json()).toEqual({ ok: true });
  const refused = await fetch(`${url}/threads/no-uuid`);
  expect(refused.status).toBeGreaterThanOrEqual(400);
  expect(await stop()).toEqual([0, null]);
  await expect(fetch(`${url}/ok`)).rejects.toThrow();
});

describe("a scenario", () => {
  const graphOf = (graphId: string, logger?: Logger) => new RemoteGraph({ graphId, url: mock.url, logger });
  const onThread = () => ({ configurable: { thread_id: crypto.randomUUID() } });

  test("a run stops to ask, its thread tells what, and the answer goes on with the next turn", async () => {
    const graph = graphOf("essay");
    const config = onThread();
    const asked = { id: expect.any(String), value: { question: "Publish this?" } };
    expect(await graph.invoke({}, config)).toEqual({ text: "Rivers run.", __interrupt__: [asked] });
    const waiting = await graph.getState(config);
    expect(waiting).toMatchObject({ values: { text: "Rivers run." }, next: ["essay"], interrupts: [asked] });
    const published = { text: "Rivers run.", status: "published" };
    expect(await graph.invoke(new Command({ resume: true }), config)).toEqual(published);
    expect(await graph.getState(config)).toMatchObject({ values: published, next: [], interrupts: [] });
    expect(await graph.invoke({}, config), "after the last turn the first comes again").toHaveProperty(
      "__interrupt__",
    );
    expect(await graph.invoke({}, onThread()), "each thread begins anew").toHaveProperty("__interrupt__");
  });

  test("a stream tells what was asked for, in its order", async () => {
    const stream = await graphOf("essay").stream(
      {},
      { ...onThread(), streamMode: ["messages", "updates", "custom"] },
    );
    const token = (content: string) => ["messages", [expect.objectContaining({ content }), {}]];
    expect(await toArray(stream)).toEqual([
      token("Rivers "),
      token("run."),
      ["updates", { draft: { text: "Rivers run." } }],
      ["custom", { progress: 50 }],
      ["updates", { __interrupt__: [expect.objectContaining({ value: { question: "Publish this?" } })] }],
    ]);
  });

  test("a run that fails is told by its class and message, and leaves its thread so", async () => {
    const config = onThread();
    const failure = await graphOf("broken")
      .invoke({}, config)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RemoteException);
    expect(failure).toMatchObject({ error: "ValueError", message: expect.stringContaining("no ink left") });
    const { tasks } = await graphOf("broken").getState(config);
    expect(tasks).toMatchObject([{ error: 'ValueError("no ink left")' }]);
  });

  test.each([
    ["a thread", onThread()],
    ["no thread", {}],
  ])("a cut is made up for without loss, on %s", async (_, config) => {
    const warn = vi.fn();
    const logger = { debug() {}, info() {}, warn, error() {} };
    const stream = await graphOf("cut", logger).stream({}, { ...config, streamMode: "values" });
    expect(await toArray(stream)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    expect(warn).toHaveBeenCalledWith("the run's stream is joined again", expect.anything());
  });

  test("a refusal is an error, and one that passes is tried again", async () => {
    const refused = { name: "ApiError", status: 403, detail: "not for you" };
    await expect(graphOf("closed").invoke({}, onThread())).rejects.toMatchObject(refused);
    expect(await graphOf("busy").invoke({}, onThread())).toEqual({ served: true });
  });

  test("a result can be waited for, and joined", async () => {
    const client = createClient({ url: mock.url });
    const params = { path: { thread_id: crypto.randomUUID() } };
    const body = { assistant_id: "cut", input: {} };
    const { data, response } = await client.POST("/threads/{thread_id}/runs/wait", { params, body });
    expect(data).toEqual({ n: 3 });
    const joined = await fetch(`${mock.url}${response.headers.get("content-location")}/join`);
    expect(await joined.json()).toEqual({ n: 3 });
  });

  test("everything else is Prism's: other graphs, other calls, and what the document does not allow", async () => {
    expect(await graphOf("other").invoke({}, onThread())).not.toEqual({});
    expect(await (await fetch(`${mock.url}/ok`)).json()).toEqual({ ok: true });
    const body = JSON.stringify({ assistant_id: "cut", stream_mode: "no such mode" });
    const headers = { "content-type": "application/json" };
    const refused = await fetch(`${mock.url}/runs/stream`, { method: "POST", headers, body });
    expect(refused.status).toBe(422);
  });
});

describe("a scenario that cannot be used is refused", () => {
  test.each([
    [
      "a misspelt key",
      "graphs:\n  a:\n    - events: []\n      interupt: 1\n",
      ':4: graphs.a.0.interupt: unknown key; did you mean "interrupt"?',
    ],
    ["a key of another world", '{\n\t"graphs": {},\n\t"x": 1\n}', ":3: x: unknown key; known are graphs"],
    ["no graphs", "# nothing\n", ":1: must be object"],
    ["a wrong type", "graphs:\n  a:\n    - cut: soon\n", ":3: graphs.a.0.cut: must be integer"],
    [
      "an event of two modes",
      "graphs:\n  a:\n    - events:\n        - { values: {}, custom: 1 }\n",
      ":4: graphs.a.0.events.0: an event is of one mode; write one item for each",
    ],
    [
      "a refusal that tells something",
      "graphs:\n  a:\n    - refuse: { status: 500 }\n      cut: 1\n",
      ":3: graphs.a.0: refuse must be the only key: the run is not started",
    ],
    [
      "a failure that asks",
      "graphs:\n  a:\n    - fail: { error: E, message: m }\n      interrupt: 1\n",
      ":3: graphs.a.0: a run either fails or is interrupted",
    ],
    [
      "no YAML",
      "graphs: [\n",
      ":2: Flow sequence in block collection must be sufficiently indented and end with a ]",
    ],
  ])("%s", async (_, text, said) => {
    const file = writeScenario(text);
    const { code, err } = await runCommand(["mock", "--scenario", file]);
    expect(err).toBe(`${file}${said}\n`);
    expect(code).toBe(2);
  });

  test("a file that is not there", async () => {
    const { code, err } = await runCommand(["mock", "--scenario", "none.yaml"]);
    expect(err).toMatch(/^none\.yaml cannot be read: ENOENT/);
    expect(code).toBe(2);
  });
});
