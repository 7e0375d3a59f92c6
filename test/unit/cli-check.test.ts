import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { text } from "node:stream/consumers";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, onTestFinished, test } from "vitest";
import { probeFeatures } from "../../src/cli/check/features.js";
import { Session } from "../../src/cli/check/session.js";
import { DocumentValidator } from "../../src/cli/check/validator.js";
import { readOwnDocument } from "../../src/cli/document.js";
import { createClient } from "../../src/index.js";
import { runCommand } from "../support/cli.js";
import { freePort } from "../support/free-port.js";
import { type Answer, startScriptedServer } from "../support/scripted-server.js";

/** By `METHOD /path`, ids left out: `POST /threads//runs/stream`. `undefined` is no answer at all. */
type Answers = Readonly<Record<string, Answer | undefined>>;

const ID = "00000000-0000-4000-8000-000000000001";
const graphs: Answers = {
  "POST /assistants/search": { body: [{ graph_id: "echo", assistant_id: ID }] },
  "POST /threads": { body: { thread_id: ID } },
};

/** The address of a server that answers some calls, and all others with 404. */
async function serve(answers: Answers, onCall: (call: string) => void = () => {}): Promise<string> {
  const server = await startScriptedServer(({ method, path }) => {
    const call = `${method} ${path.split("?")[0]?.replaceAll(ID, "")}`;
    onCall(call);
    if (!(call in answers)) return { status: 404, body: {} };
    return answers[call] ?? new Promise<never>(() => {});
  });
  onTestFinished(() => server.close());
  return server.url;
}

const eventStream = { "content-type": "text/event-stream" };

describe("the features", () => {
  const validator = new DocumentValidator(readOwnDocument(), Ajv2020);
  const probe = async (answers: Answers, signal = new AbortController().signal) => {
    const serverUrl = await serve({ ...graphs, ...answers });
    const api = new Session({ serverUrl, headers: {}, validator, signal });
    const client = createClient({ url: serverUrl, retry: false });
    return probeFeatures({ api, graph: "echo", assistant: ID, input: {} }, client, signal);
  };

  test("one that cannot be found out is not served, and says why on one line; the others are found out", async () => {
    const found = await probe({
      "POST /threads//runs/stream": { headers: eventStream, body: "event: values\ndata: {oops\n\n" },
      "POST /runs/stream": { status: 500, body: `first\nsecond ${"x".repeat(100)}` },
      "POST /store/namespaces": { body: { namespaces: [] } },
      "POST /threads//commands": { body: { type: "error", message: "not\nthis" } },
    });
    const byName = new Map(found.map(({ name, verdict, note }) => [name, { verdict, note }]));
    expect(byName.size).toBe(19);
    expect(byName.get("runs on a thread (invoke, stream)")).toEqual({
      verdict: "no",
      note: expect.stringMatching(/values.*JSON/),
    });
    expect(byName.get("runs without a thread")).toEqual({
      verdict: "no",
      note: `POST /runs/stream: 500 first second ${"x".repeat(53)}…`,
    });
    expect(byName.get("run handles (streamEvents v3)")?.verdict).toBe("no");
    expect(byName.get("store")).toEqual({ verdict: "yes", note: "" });
  });

  test("are no longer asked for once the signal has ended it", async () => {
    await expect(probe({}, AbortSignal.abort(new Error("stopped")))).rejects.toThrow("stopped");
  });
});

describe("the graph to check with", () => {
  const refuse = async (answer: Answer) =>
    runCommand(["check", "--url", await serve({ "POST /assistants/search": answer })]);

  test("a search that is refused is told without a stack", async () => {
    const answer = { status: 401, body: { detail: "who\nare you" } };
    expect(await refuse(answer)).toEqual({
      code: 2,
      out: "",
      err: "POST /assistants/search: 401 who\nare you\n",
    });
  });

  test.each<[string, Answer, string]>([
    ["an object", { body: { graph_id: "echo" } }, '200 the answer is no list of items: {"graph_id":"echo"}'],
    [
      "entries without a graph",
      { body: [null, { id: 1 }] },
      'the response is not a list of assistants: [null,{"id":1}]',
    ],
  ])("%s is not taken for a list of assistants", async (_, answer, said) => {
    expect(await refuse(answer)).toEqual({
      code: 2,
      out: "",
      err: `POST /assistants/search: ${said}\nIs this a LangGraph server?\n`,
    });
  });

  test("a page of HTML is no answer", async () => {
    const { code, err } = await refuse({ headers: { "content-type": "text/html" }, body: "<html>\n<body>" });
    expect(err).toMatch(/^POST \/assistants\/search: 200 the answer is not JSON: <html>/);
    expect(code).toBe(2);
  });

  test("an empty list is one", async () => {
    expect(await refuse({ body: [] })).toMatchObject({ code: 2, err: "the deployment has no graph\n" });
  });
});

test("a key that no header can hold is not taken for a server that does not answer, and not told", async () => {
  for (const command of [["check", "--url"], ["diff"]]) {
    const args = [...command, "http://127.0.0.1:1", "--api-key-env", "KEY"];
    const { code, err } = await runCommand(args, { env: { KEY: "geh€im" } });
    expect(code).toBe(2);
    expect(err).toMatch(/^the API key cannot be sent: .* that HTTP does not allow in a header\n/);
    expect(err).not.toMatch(/geh|im\b/);
  }
});

test("a server that does not answer is told with the reason", async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  expect(await runCommand(["check", "--url", url])).toMatchObject({
    code: 2,
    err: expect.stringMatching(
      /^no server answers: POST \/assistants\/search: .*ECONNREFUSED .*\nIs the address right, and the server running\?\n$/,
    ),
  });
});

describe("stopped", () => {
  /** Starts a check whose runs have no end, and stops it once it waits for an answer to this call. */
  async function stop(signal: "SIGINT" | "SIGTERM", at: string, answers: Answers) {
    const calls = new EventEmitter();
    const waits = once(calls, at);
    const url = await serve({ ...graphs, ...answers, [at]: undefined }, (call) => calls.emit(call));
    const args = ["--import", "tsx", "src/cli/main.ts", "check", "--url", url];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
    const exit = once(child, "exit");
    const said = text(child.stderr);
    await waits;
    child.kill(signal);
    return { exit: await exit, said: await said };
  }

  // by SIGINT: test/live/cli-check.test.ts
  test("by SIGTERM, it removes what it made", async () => {
    const answers = { "DELETE /threads/": { status: 204, body: "" } };
    const { exit, said } = await stop("SIGTERM", "POST /threads//runs/stream", answers);
    expect(exit).toEqual([2, null]);
    expect(said).toMatch(/\nstopped; all that was created is removed\n$/);
  });

  test("it does not say that all was removed when it was not", async () => {
    const answers = { "DELETE /threads/": { status: 500, body: {} } };
    const { said } = await stop("SIGINT", "POST /threads//runs/stream", answers);
    expect(said).toMatch(
      /\nstopped; some of what was created is left\ncould not remove thread \S+: answered 500\n/,
    );
  });

  test("before anything was made, it says so", async () => {
    const { exit, said } = await stop("SIGTERM", "POST /assistants/search", {});
    expect(exit).toEqual([2, null]);
    expect(said).toBe("stopped; nothing was created\n");
  });
});
