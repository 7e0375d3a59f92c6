import { readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { idOf } from "../../src/cli/check/context.js";
import { knownFaults } from "../../src/cli/check/known-faults.js";
import { Session } from "../../src/cli/check/session.js";
import { DocumentValidator } from "../../src/cli/check/validator.js";
import { readOwnDocument } from "../../src/cli/document.js";
import { runConformanceScenario } from "../support/conformance-scenario.js";
import { checkProtocolEvent, checkRunEvent } from "../support/event-schemas.js";
import { type RunningPrism, startValidatingProxy, throughPrism } from "../support/prism.js";
import { type RunningServer, startServer } from "../support/servers/index.js";

// A server of its own: what is left on it is counted, and other tests make threads meanwhile.
let server: RunningServer;
let serverUrl: string;
let proxy: RunningPrism;

beforeAll(async () => {
  server = await startServer({ kind: inject("serverKind") });
  serverUrl = server.url;
});
afterAll(() => server.stop());
afterEach(() => proxy?.stop());

async function ask(path: string, body: object) {
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${serverUrl}${path}`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  return response.json();
}

/** What threads and assistants there are, and which items of the scenario's own. */
async function survey() {
  const { namespaces }: { namespaces: string[][] } = await ask("/store/namespaces", { limit: 100 });
  const own = namespaces.filter(([first]) => first?.startsWith("conformance-"));
  const found: { items: unknown[] }[] = await Promise.all(
    own.map((prefix) => ask("/store/items/search", { namespace_prefix: prefix })),
  );
  return {
    threads: await ask("/threads/search", { limit: 100 }),
    assistants: await idsOfAssistants(),
    // the server remembers the name of a namespace that is empty
    items: found.flatMap(({ items }) => items),
  };
}

async function idsOfAssistants() {
  const rows: Record<string, string>[] = await ask("/assistants/search", { limit: 100 });
  return rows.map((row) => row.assistant_id).sort();
}

test("the document and the server agree, in every operation, and nothing is left behind", {
  timeout: 300_000,
}, async () => {
  const before = await survey();
  proxy = await startValidatingProxy(serverUrl);
  const report = await runConformanceScenario({
    proxyUrl: proxy.url,
    serverUrl,
    hasFixtures: true,
  });
  expect(report.violations).toEqual([]);
  expect(report.leftovers).toEqual([]);
  expect(report.uncalled).toEqual([]);
  // one that is not met any more is to be taken off the list
  expect([...report.faults].sort()).toEqual(knownFaults(report.server).sort());
  expect(report.operations.length).toBeGreaterThan(60);
  // a server removes the thread of a stateless run some time after the run's end
  await expect.poll(survey).toEqual({ ...before, items: [] });
});

test("a document that is wrong is found out", async () => {
  const document = JSON.parse(
    await readFile(new URL("../../generated/server-api.json", import.meta.url), "utf8"),
  );
  document.components.schemas.Thread.required.push("no_such_key");
  document.components.schemas.Thread.properties.status.enum = ["asleep"];
  document.paths["/info"].get.responses = { "201": { description: "Another status" } };
  document.components.schemas.ThreadCreate.required = ["no_such_key"];
  const wrong = join(tmpdir(), `wrong-${crypto.randomUUID()}.json`);
  await writeFile(wrong, JSON.stringify(document));

  proxy = await startValidatingProxy(serverUrl, wrong);
  const api = new Session({
    serverUrl,
    headers: {},
    validator: new DocumentValidator(readOwnDocument(), Ajv2020),
    ...throughPrism(serverUrl, proxy.url),
  });
  const { body } = await api.call("createThread", { body: {} });
  await api.call("getServerInfo");
  await api.call("deleteThread", { path: { thread_id: idOf(body, "thread_id") } });
  await rm(wrong);

  const [created, info, deleted] = api.calls;
  expect(created?.violations).toEqual([
    expect.stringMatching(/request\.body.*no_such_key/),
    expect.stringMatching(/response\.body.*no_such_key/),
    expect.stringMatching(/response\.body\.status.*asleep/),
  ]);
  expect(info?.violations).toEqual([expect.stringMatching(/status code/)]);
  expect(deleted?.violations).toEqual([]);
});

test("an event that contradicts its schema is found out", () => {
  expect(checkRunEvent("metadata", { run_id: "r", attempt: 1 })).toEqual([]);
  expect(checkRunEvent("metadata", { attempt: "one" })).not.toEqual([]);
  expect(checkRunEvent("updates|child:1", 5)).not.toEqual([]);
  expect(checkRunEvent("unheard-of", {})).not.toEqual([]);
  expect(checkProtocolEvent("lifecycle", { type: "event", method: "lifecycle" })).not.toEqual([]);
});
