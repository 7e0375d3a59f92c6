import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { result } from "../../src/client/results.js";
import { type Client, type ClientOptions, createClient } from "../../src/index.js";
import { Client as SdkClient } from "../../src/sdk.js";
import {
  type Answer,
  type Script,
  type ScriptedServer,
  startScriptedServer,
} from "../support/scripted-server.js";

let server: ScriptedServer | undefined;

/** Starts a server that follows the script, and gives a client of it. */
async function connect(script: Script, options: Partial<ClientOptions> = {}): Promise<Client> {
  server = await startScriptedServer(script);
  return createClient({ url: server.url, apiKey: null, ...options });
}

afterEach(async () => {
  await server?.close();
  server = undefined;
});

const info: Answer = { body: { version: "1", flags: {} } };
const sent = () => (server?.requests ?? []).map(({ method, path }) => `${method} ${path}`);
const header = (name: string) => (server?.requests ?? []).map(({ headers }) => headers[name]);

describe("the address", () => {
  test("may have a path of its own, with or without a slash at the end", async () => {
    server = await startScriptedServer(() => info);
    const { url } = server;
    for (const path of ["/base", "/base/"]) {
      await createClient({ url: `${url}${path}`, apiKey: null }).GET("/info");
    }
    expect(sent()).toEqual(["GET /base/info", "GET /base/info"]);
  });

  test.each(["", "localhost:2024", "/base", "ftp://graphs.test", "http://ada:secret@graphs.test"])(
    "is refused when it is %j, without repeating a password",
    (url) => {
      expect(() => createClient({ url })).toThrow(TypeError);
      expect(() => createClient({ url })).not.toThrow("secret");
    },
  );
});

describe("the API key", () => {
  const names = ["LANGGRAPH_API_KEY", "LANGSMITH_API_KEY", "LANGCHAIN_API_KEY"];
  beforeEach(() => stubKeys([]));
  afterEach(() => vi.unstubAllEnvs());

  function stubKeys(values: readonly (string | undefined)[]): void {
    for (const [at, name] of names.entries()) vi.stubEnv(name, values[at]);
  }

  async function keySent(options: Partial<ClientOptions>) {
    server = await startScriptedServer(() => info);
    await createClient({ url: server.url, ...options }).GET("/info");
    return header("x-api-key")[0];
  }

  test("is sent as x-api-key", async () => {
    expect(await keySent({ apiKey: "own" })).toBe("own");
  });

  test.each([
    [["one", "two", "three"], "one"],
    [["", "two", "three"], "two"],
    [[" ", undefined, " three\n"], "three"],
    [["''", '"two"', "three"], "two"],
    [[undefined, " 'two'\n", "three"], "two"],
    [[undefined, undefined, undefined], undefined],
  ])("comes from the environment when left out: %j gives %j", async (values, key) => {
    stubKeys(values);
    expect(await keySent({})).toBe(key);
  });

  test("comes from the environment in the SDK's client when it is empty", async () => {
    stubKeys([undefined, "two"]);
    server = await startScriptedServer(() => ({ body: [] }));
    await new SdkClient({ apiUrl: server.url, apiKey: "" }).threads.search();
    expect(header("x-api-key")).toEqual(["two"]);
  });

  test("is not looked for when it is null, or given", async () => {
    stubKeys(["environment"]);
    expect(await keySent({ apiKey: null })).toBeUndefined();
    await server?.close();
    expect(await keySent({ apiKey: "own" })).toBe("own");
  });

  test("that no header can hold is refused at once, without being repeated", () => {
    const create = () => createClient({ url: "http://graphs.test", apiKey: "lsv2\nsecret" });
    expect(create).toThrow(new TypeError('the header "x-api-key" has a value that HTTP does not allow'));
  });
});

describe("headers", () => {
  test("replace the key, or take it away; a call's go over all", async () => {
    const client = await connect(() => info, {
      apiKey: "key",
      headers: { "x-api-key": null, "x-team": "words" },
    });
    await client.GET("/info");
    await client.GET("/info", { headers: { "x-team": "own" } });
    expect(header("x-api-key")).toEqual([undefined, undefined]);
    expect(header("x-team")).toEqual(["words", "own"]);
  });
});

describe("fetch", () => {
  afterEach(() => vi.unstubAllGlobals());

  test("is looked up at each call", async () => {
    const client = createClient({ url: "http://graphs.test", apiKey: null });
    vi.stubGlobal("fetch", async () => Response.json({ version: "stub", flags: {} }));
    expect((await client.GET("/info")).data?.version).toBe("stub");
  });

  test("may come after the client", async () => {
    vi.stubGlobal("fetch", undefined);
    const client = createClient({ url: "http://server", apiKey: null });
    vi.stubGlobal("fetch", async () => Response.json({ ok: true }));
    expect((await client.GET("/ok")).data).toEqual({ ok: true });
  });
});

test("a query holds a list by repetition, and a namespace as one dotted word", async () => {
  const client = await connect(() => ({ body: [] }));
  const path = { thread_id: "t1" };
  await client.GET("/threads/{thread_id}/runs", {
    params: { path, query: { select: ["run_id", "status"] } },
  });
  await client.GET("/store/items", { params: { query: { key: "k", namespace: ["a", "b"] } } });
  await client.GET("/threads/{thread_id}/stream", {
    params: { path, query: { stream_modes: ["run_modes", "lifecycle"] } },
    parseAs: "text",
  });
  expect(sent()).toEqual([
    "GET /threads/t1/runs?select=run_id&select=status",
    "GET /store/items?key=k&namespace=a.b",
    "GET /threads/t1/stream?stream_modes=run_modes%2Clifecycle",
  ]);
});

describe("an answer", () => {
  test("of 200 that is not JSON is an ApiError with the text", async () => {
    const client = await connect(() => ({ body: "<html>proxy</html>" }));
    await expect(client.GET("/info")).rejects.toMatchObject({
      name: "ApiError",
      status: 200,
      method: "GET",
      path: "/info",
      body: "<html>proxy</html>",
    });
  });

  test.each([401, 500])("of %i without a body is no success", async (status) => {
    const client = await connect(() => ({ status }), { retry: false });
    await expect(result(client.GET("/info"))).rejects.toMatchObject({
      message: `GET /info: ${status} (empty answer)`,
      status,
      detail: undefined,
    });
  });

  test("of 200 without a body is an error where one is needed", async () => {
    const client = await connect(() => ({ body: "" }));
    await expect(result(client.GET("/info"))).rejects.toMatchObject({
      name: "ApiError",
      status: 200,
    });
  });

  test("that repeats a secret is told without it, and otherwise as it is", async () => {
    const said = "no key lsv2_secret, no token tok_secret: send application/json";
    const client = await connect(
      () => ({ status: 400, body: said, headers: { "content-type": "text/plain" } }),
      {
        apiKey: "lsv2_secret",
        headers: { authorization: "Bearer tok_secret" },
      },
    );
    const body = {};
    const error: unknown = await result(client.POST("/threads", { body })).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ detail: "no key [removed], no token [removed]: send application/json" });
  });
});

test("a call that leaves out a parameter of its path names it, and sends nothing", async () => {
  const fetch = vi.fn();
  const client = createClient({ url: "http://server", apiKey: null, fetch });
  const params = {} as { path: { thread_id: string } };
  await expect(client.GET("/threads/{thread_id}", { params })).rejects.toThrow(
    new TypeError('the path parameter "thread_id" is missing'),
  );
  expect(fetch).not.toHaveBeenCalled();
});
