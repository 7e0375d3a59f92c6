import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { makeFolder, runCommand } from "../support/cli.js";
import { type ScriptedServer, startScriptedServer } from "../support/scripted-server.js";

const { folder, remove } = makeFolder();
const out = join(folder, "made", "graphs.ts");
let schema: object = { type: "object", properties: { a: { type: "string" } } };
const system = { graph_id: "agent", assistant_id: "a1", metadata: { created_by: "system" } };
const answers: Record<string, () => unknown> = {
  "/assistants/search": () => [{ graph_id: "agent", assistant_id: "a0", metadata: {} }, system],
  "/assistants/a1/schemas": () => ({ graph_id: "agent", state_schema: schema }),
  "/assistants/a1/graph": () => ({ nodes: [{ id: "__start__" }, { id: "b" }, { id: "a" }], edges: [] }),
};
let server: ScriptedServer;
let url = "";
beforeAll(async () => {
  server = await startScriptedServer(({ path }) => {
    const answer = answers[path.split("?")[0] ?? ""];
    return answer === undefined
      ? { status: 404, body: { detail: "Not Found" } }
      : { body: JSON.stringify(answer()), headers: { "content-type": "application/json" } };
  });
  ({ url } = server);
});
afterEach(() => void vi.restoreAllMocks());
afterAll(async () => {
  remove();
  await server.close();
});

test("writes the file, finds it up to date, and finds out when the deployment has moved", async () => {
  const env = { MY_KEY: "secret-key" };
  const args = ["types", "--url", `${url}/`, "--api-key-env", "MY_KEY", "--out", out];
  expect(await runCommand([...args, "--check"], { env })).toMatchObject({
    code: 1,
    err: expect.stringMatching(/is missing/),
  });
  expect(await runCommand(args, { env })).toEqual({ code: 0, out: `wrote ${out}: 1 graph\n`, err: "" });
  expect(server.requests.at(-1)?.headers).toHaveProperty("x-api-key", "secret-key");
  const text = readFileSync(out, "utf8");
  expect(text).toContain(`npx langgraph-remote types --url ${url} --api-key-env MY_KEY --out ${out}`);
  expect(text).toContain('Nodes: "a" | "b";');
  expect(text).not.toContain("secret-key");
  expect(await runCommand([...args, "--check"], { env })).toEqual({
    code: 0,
    out: `${out} is up to date\n`,
    err: "",
  });
  // it goes by the fingerprint, and the help says so
  writeFileSync(out, text.replaceAll("  ", "\t"));
  expect(await runCommand([...args, "--check"], { env })).toMatchObject({ code: 0 });
  const { out: help } = await runCommand(["types", "--help"]);
  expect(help).toContain("exit 1 if the file was not generated from the deployment's present schemas");
  writeFileSync(out, text);
  schema = { type: "object", properties: { a: { type: "number" } } };
  expect(await runCommand([...args, "--check"], { env })).toMatchObject({
    code: 1,
    err: expect.stringMatching(/schemas have changed/),
  });
  const { code, out: told, err } = await runCommand([...args, "--check", "--json"], { env });
  expect([code, err]).toEqual([1, ""]);
  expect(JSON.parse(told)).toMatchObject({ out, state: "stale", graphs: ["agent"] });
  expect(readFileSync(out, "utf8")).toBe(text);
});

test.each([
  ["an address that is missing", ["--out", out], /--url is missing/],
  ["an address that is none", ["--url", "localhost:1", "--out", out], /--url takes an address/],
  ["a file that is missing", ["--url", "http://127.0.0.1:1"], /--out is missing/],
  ["a key that is not set", ["--url", "http://x", "--out", out, "--api-key-env", "NO_SUCH"], /names NO_SUCH/],
  ["an option that is none", ["--nonsense"], /there is no option "--nonsense"/],
  ["an address with a query", ["--url", "http://x?a=b", "--out", out], /without a query or a fragment/],
  ["an address with a fragment", ["--url", "http://x/#", "--out", out], /without a query or a fragment/],
  ["an address with a password", ["--url", "http://a:b@x", "--out", out], /must not hold a user name/],
])("refuses %s", async (_, args, said) => {
  const { code, err } = await runCommand(["types", ...args]);
  expect(code).toBe(2);
  expect(err).toMatch(said);
  expect(err).toMatch(/See langgraph-remote types --help/);
});

test("takes the scheme of an address in any case", async () => {
  const shouted = url.replace("http", "HTTP");
  expect(await runCommand(["types", "--url", shouted, "--out", out])).toMatchObject({ code: 0, err: "" });
});

test("sends the key without the quotes that it has in the environment", async () => {
  const args = ["types", "--url", url, "--api-key-env", "MY_KEY", "--out", out];
  expect(await runCommand(args, { env: { MY_KEY: '"secret-key"' } })).toMatchObject({ code: 0 });
  expect(server.requests.at(-1)?.headers).toHaveProperty("x-api-key", "secret-key");
});

test("says which graphs there are when one is asked for that is not", async () => {
  expect(await runCommand(["types", "--url", url, "--graph", "none", "--out", out])).toEqual({
    code: 2,
    out: "",
    err: 'the deployment has no graph "none"; it has agent\n',
  });
});

test("the command line in the header can be run, whatever a graph is called", async () => {
  vi.spyOn(answers, "/assistants/search").mockReturnValue([{ ...system, graph_id: "-x" }]);
  const args = ["types", "--url", url, "--graph=-x", "--out", out];
  expect(await runCommand(args)).toMatchObject({ code: 0, err: "" });
  const line = `npx langgraph-remote types --url ${url} --graph=-x --out ${out}`;
  expect(readFileSync(out, "utf8")).toContain(`//   ${line}\n`);
  expect(await runCommand([...line.split(" ").slice(2), "--check"])).toMatchObject({ code: 0, err: "" });
});

test.each<[string, unknown, string]>([
  ["an object", { message: "hi" }, '200 the answer is no list of items: {"message":"hi"}'],
  ["a list of something else", ["a", "b"], 'the response is not a list of assistants: ["a","b"]'],
  [
    "a text of many lines",
    `<html>\n${"x".repeat(100)}`,
    `200 the answer is no list of items: "<html>\\n${"x".repeat(71)}`,
  ],
])("asks whether it is a LangGraph server that answers the search by %s", async (_, answer, said) => {
  vi.spyOn(answers, "/assistants/search").mockReturnValue(answer);
  expect(await runCommand(["types", "--url", url, "--out", out])).toEqual({
    code: 2,
    out: "",
    err: `POST /assistants/search: ${said}\nIs this a LangGraph server?\n`,
  });
});

test("a server that ignores the offset is asked twice, not for ever", async () => {
  const full = Array.from({ length: 100 }, (_, at) => ({ ...system, assistant_id: `a${at + 1}` }));
  const search = vi.spyOn(answers, "/assistants/search").mockReturnValue(full);
  expect(await runCommand(["types", "--url", url, "--out", out])).toMatchObject({ code: 0 });
  expect(search).toHaveBeenCalledTimes(2);
});

test("says what stands in the way of the file", async () => {
  writeFileSync(join(folder, "file"), "");
  const { code, err } = await runCommand(["types", "--url", url, "--out", join(folder, "file", "graphs.ts")]);
  expect(code).toBe(2);
  expect(err).toMatch(/cannot be written: .*(EEXIST|ENOTDIR)/);
});
