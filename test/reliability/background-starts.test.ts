import { describe, expect, test } from "vitest";
import { RemoteGraph } from "../../src/index.js";
import { type Answer, Cut, type RecordedRequest, type ScriptedServer } from "../support/scripted-server.js";
import { RUN_ID, serve, THREAD_ID } from "./support/servers.js";

const thread = { configurable: { thread_id: THREAD_ID } };
const taken: Answer = { body: { run_id: RUN_ID, thread_id: THREAD_ID, status: "pending" } };

/** Failures after which nobody can tell whether the server took the request. */
const AMBIGUOUS: [string, (request: RecordedRequest) => Answer | Promise<Answer>][] = [
  [
    "a reset",
    () => {
      throw new Cut();
    },
  ],
  ["silence", ({ closed }) => closed.then(() => ({}))],
  ...[408, 500, 502, 503, 504].map((status): [string, () => Answer] => [`a ${status}`, () => ({ status })]),
];

/** A server of the background: its answer to each start, and whether its list shows the first of them. */
async function serveStarts(
  start: (request: RecordedRequest, count: number) => Answer | Promise<Answer>,
  shows = false,
) {
  const starts: RecordedRequest[] = [];
  const server = await serve((request) => {
    if (request.method === "GET") {
      const metadata = JSON.parse(starts[0]?.body ?? "{}").metadata;
      return {
        body: shows
          ? [
              { run_id: "another", metadata: {} },
              { run_id: RUN_ID, metadata },
            ]
          : [],
      };
    }
    starts.push(request);
    return start(request, starts.length - 1);
  });
  return { server, starts };
}

const graphOn = ({ url }: ScriptedServer) =>
  new RemoteGraph({ graphId: "g", url, apiKey: null, timeoutMs: 1500 });

describe("createRun", () => {
  test.for(AMBIGUOUS)(
    "gives the run that the server took before %s, and sends no other",
    async ([, fail]) => {
      const { server, starts } = await serveStarts(fail, true);
      const run = await graphOn(server).createRun({}, thread);
      expect(run.runId).toBe(RUN_ID);
      expect(starts.length).toBe(1);
    },
  );

  test.for(AMBIGUOUS)("sends the start again after %s when no run is there", async ([, fail]) => {
    const { server, starts } = await serveStarts((request, count) => (count === 0 ? fail(request) : taken));
    const run = await graphOn(server).createRun({}, thread);
    expect(run.runId).toBe(RUN_ID);
    expect(starts.length).toBe(2);
    expect(new Set(starts.map(({ body }) => body)).size).toBe(1);
  });

  test.for(AMBIGUOUS)("without a thread says after %s that the run may have started", async ([, fail]) => {
    const { server } = await serveStarts(fail);
    await expect(graphOn(server).createRun({})).rejects.toThrow("the run may have started all the same");
    expect(server.requests.length).toBe(1);
  });

  test("says that the run may have started when the answer names none", async () => {
    const { server } = await serveStarts(() => ({ body: {} }));
    await expect(graphOn(server).createRun({}, thread)).rejects.toMatchObject({
      name: "StreamError",
      message: expect.stringContaining("may have started all the same"),
      threadId: THREAD_ID,
    });
    expect(server.requests.length).toBe(1);
  });

  test("is sent again, and not looked up, where it was turned away", async () => {
    const away = { status: 429, headers: { "retry-after": "0" } };
    const { server } = await serveStarts((_, count) => (count === 0 ? away : taken));
    expect((await graphOn(server).createRun({}, thread)).runId).toBe(RUN_ID);
    expect(server.requests.map(({ method }) => method)).toEqual(["POST", "POST"]);
  });
});
