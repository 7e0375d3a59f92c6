import { expect, test } from "vitest";
import { RemoteGraph } from "../../src/index.js";
import { calledOperations, client } from "./support.js";

const graph = new RemoteGraph({ graphId: "agent", client });

test("a run of the thread-centric protocol is started, read and answered as the document says", async () => {
  const run = await graph.streamEvents(
    { topic: "tea" },
    { version: "v3", tags: ["contract"], metadata: { purpose: "contract" }, recursionLimit: 12 },
  );
  expect(run.runId).toEqual(expect.any(String));
  const methods: string[] = [];
  for await (const event of run) methods.push(event.method);
  expect(methods.at(0)).toBe("lifecycle");
  expect(methods.at(-1)).toBe("lifecycle");
  expect(run.interrupted).toBe(true);
  expect(run.interrupts[0]?.id).toEqual(expect.any(String));
  expect(await run.output).toBeTypeOf("object");
  await run.respond("approve");
  expect(calledOperations()).toContain("sendThreadCommand");
  expect(calledOperations()).toContain("streamThreadEvents");
});
