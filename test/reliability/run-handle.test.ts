import { describe, expect, test } from "vitest";
import type { Answer, RecordedRequest } from "../support/scripted-server.js";
import { graphOn, RUN_ID, serve, stream, THREAD_ID, thread, values } from "./support/servers.js";

const row = { run_id: RUN_ID, thread_id: THREAD_ID, status: "success" };
const ended = { event: "end", data: { status: "success" } };

/** A server of one run in the background; `answer` is for what is asked after its start. */
async function startRun(answer: (request: RecordedRequest) => Answer, options = {}) {
  const server = await serve((request) =>
    request.path === `/threads/${THREAD_ID}/runs` ? { body: row } : answer(request),
  );
  const graph = graphOn(server, { retry: false });
  const run = await graph.createRun({}, { ...thread, streamMode: "values", ...options });
  return { run, later: () => server.requests.slice(1) };
}

describe("cancel of a handle", () => {
  test.each([404, 409])("is done where the server answers %s: the run is over, or gone", async (status) => {
    const { run, later } = await startRun(() => ({ status, body: { detail: "no" } }));
    await expect(run.cancel()).resolves.toBeUndefined();
    expect(later().map(({ path }) => path)).toEqual([`/threads/${THREAD_ID}/runs/${RUN_ID}/cancel`]);
  });

  test.each([403, 422])("fails where the server refuses it with %s", async (status) => {
    const { run } = await startRun(() => ({ status, body: { detail: "no" } }));
    await expect(run.cancel()).rejects.toMatchObject({ name: "ApiError", status });
  });
});

test("a second cancel, which comes too late, does not hide that the first one stopped the run", async () => {
  let cancels = 0;
  const { run } = await startRun(({ path }) => {
    if (path.includes("/cancel")) return { status: cancels++ === 0 ? 202 : 404, body: {} };
    // the server has rolled the run back
    return path.endsWith("/stream") ? stream([values(1), ended]) : { status: 404, body: {} };
  });
  await run.cancel({ action: "rollback" });
  await run.cancel({ action: "rollback" });
  await expect(run.join()).rejects.toMatchObject({ name: "RemoteException", error: "RunCancelled" });
});

test("the headers of joinStream go with all that its run's handle sends", async () => {
  const server = await serve(({ path }) =>
    path.includes("/stream") ? stream([values(1), ended]) : { body: row },
  );
  const graph = graphOn(server, { retry: false });
  const config = { ...thread, headers: { "x-tenant": "config" } };
  const { run } = await graph.joinStream(RUN_ID, config, { headers: { "x-team": "options" } });
  expect(await run.status()).toBe("success");
  for (const { headers } of server.requests)
    expect(headers).toMatchObject({ "x-tenant": "config", "x-team": "options" });
});

test.each([true, false])(
  "the headers of the start go with all that join sends, under its own (resumable: %s)",
  async (streamResumable) => {
    const { run, later } = await startRun(
      ({ path }) => {
        if (path.endsWith("/stream")) return stream([values(1), ended]);
        if (path.endsWith("/state")) return { body: { values: { n: 1 }, metadata: { run_id: RUN_ID } } };
        return { body: path.endsWith("/join") ? { n: 1 } : row };
      },
      { streamResumable, headers: { "x-tenant": "start", "x-team": "start" } },
    );
    expect(await run.join({ headers: { "x-tenant": "join" } })).toEqual({ n: 1 });
    expect(later().length).toBeGreaterThan(0);
    for (const { headers } of later())
      expect(headers).toMatchObject({ "x-tenant": "join", "x-team": "start" });
  },
);
