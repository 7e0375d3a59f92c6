import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { makeFolder, runCommand } from "../support/cli.js";
import { startScriptedServer } from "../support/scripted-server.js";

const own = new URL("../../generated/server-api.json", import.meta.url);

const { folder, remove: removeFolder } = makeFolder();
afterAll(removeFolder);
const write = (name: string, content: unknown) => {
  const file = join(folder, name);
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
};
const withDelete = { delete: { responses: {} } };
const document = (things: object, more: object = {}) => ({
  openapi: "3.1.0",
  info: { title: "Small", version: "1" },
  paths: { "/things": { post: { responses: {} }, ...things }, ...more },
});
const old = write("old.json", document(withDelete));
const broken = write("broken.json", document({}));
const wider = write("wider.json", document(withDelete, { "/new": { get: { responses: {} } } }));

test("tells a person what breaks, and exits 1", async () => {
  expect(await runCommand(["diff", old, broken])).toEqual({
    code: 1,
    err: "",
    out: [
      `${old} 1 → ${broken} 1`,
      "",
      "Operations",
      "  - DELETE /things: removed  BREAKING, calls of it are answered 404",
      "",
      "1 change, 1 of them breaks callers",
      "",
    ].join("\n"),
  });
});

test("exits 0 when nothing breaks, or nothing changed", async () => {
  expect(await runCommand(["diff", old, wider])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/\+ GET \/new: added/),
  });
  expect(await runCommand(["diff", old, old])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/No changes\./),
  });
});

test("takes a file that begins with a byte order mark", async () => {
  const marked = write("marked.json", `\uFEFF${JSON.stringify(document(withDelete))}`);
  expect(await runCommand(["diff", old, marked])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/No changes\./),
    err: "",
  });
});

test("takes the package's own document for the old one", async () => {
  expect(await runCommand(["diff", own.pathname])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^langgraph-remote's own .*\nNo changes/),
  });
});

test("--json is for programs", async () => {
  const { code, out } = await runCommand(["diff", old, broken, "--json"]);
  expect(code).toBe(1);
  expect(JSON.parse(out)).toEqual({
    old: `${old} 1`,
    new: `${broken} 1`,
    breaking: 1,
    changes: [
      {
        kind: "removed",
        rule: "operation-removed",
        breaking: true,
        subject: "DELETE /things",
        at: "",
        message: "removed",
      },
    ],
  });
});

test("colours for a person, none with NO_COLOR", async () => {
  const red = "\u001b[31m";
  expect((await runCommand(["diff", old, broken], { isTTY: true })).out).toContain(red);
  const plain = await runCommand(["diff", old, broken], { isTTY: true, env: { NO_COLOR: "1" } });
  expect(plain.out).not.toContain("\u001b");
});

test("reads a URL with the key that it is told of", async () => {
  const server = await startScriptedServer(({ headers }) =>
    headers["x-api-key"] === "key" ? { body: document(withDelete) } : { status: 403 },
  );
  onTestFinished(() => server.close());
  const url = `${server.url}/openapi.json`;
  expect(await runCommand(["diff", old, url])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/cannot be read: it answered 403/),
  });
  const env = { KEY: "key" };
  expect(await runCommand(["diff", old, url, "--api-key-env", "KEY"], { env })).toMatchObject({ code: 0 });
});

test.each([
  ["no document", [], /NEW is missing/],
  ["three documents", [old, old, old], /takes two documents, not 3/],
  ["a file that is not there", ["no-such.json"], /no-such\.json cannot be read: ENOENT/],
  ["a file that is not JSON", [write("a.yaml", "openapi: 3.1.0")], /is not JSON: .*\n.*redocly/],
  ["a file that is no document", [write("b.json", { swagger: "2.0" })], /is not an OpenAPI 3 document/],
  ["a server that is not there", ["http://127.0.0.1:1/x"], /cannot be read: .*ECONNREFUSED|bad port/],
])("refuses %s", async (_, args, said) => {
  expect(await runCommand(["diff", ...args])).toMatchObject({ code: 2, err: expect.stringMatching(said) });
});
