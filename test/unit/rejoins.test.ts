import { afterEach, expect, test } from "vitest";
import { createClient, streamRun } from "../../src/index.js";
import { type ScriptedServer, sse, startScriptedServer } from "../support/scripted-server.js";

const connections = 14;
let server: ScriptedServer | undefined;
afterEach(() => server?.close());

test("a run that is rejoined often piles up no listeners, and asks for nothing that it knows", async () => {
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on("warning", note);
  let id = 0;
  server = await startScriptedServer(({ path }) => {
    if (!path.endsWith("/stream")) return { body: { run_id: "r1", status: "running" } };
    id += 1;
    const values = { event: "values", data: { id }, id };
    if (id === 1) return sse([{ event: "metadata", data: { run_id: "r1" }, id: 0 }, values]);
    return sse(id === connections ? [values, { event: "end", data: null }] : [values]);
  });
  const client = createClient({ url: server.url, apiKey: null });
  const events = streamRun(client, { threadId: "t1", assistantId: "agent" });
  const seen: unknown[] = [];
  for await (const { event, data } of events) if (event === "values") seen.push(data);
  process.off("warning", note);

  expect(seen).toEqual(Array.from({ length: connections }, (_, at) => ({ id: at + 1 })));
  expect(warnings).toEqual([]);
  const paths = new Set(server.requests.map(({ method, path }) => `${method} ${path}`));
  expect(paths).toEqual(
    new Set(["POST /threads/t1/runs/stream", "GET /threads/t1/runs/r1", "GET /threads/t1/runs/r1/stream"]),
  );
});
