import { expect, test } from "vitest";
import { RemoteGraph } from "../../src/index.js";
import { serve } from "./support/servers.js";

const ASSISTANT_ID = "33333333-3333-4333-8333-333333333333";

/** A server that refuses the name of a graph where it wants the id of an assistant. */
async function graphOn(status: number, found: object[]) {
  const server = await serve(({ path }) => {
    if (path === "/assistants/search") return { body: found };
    if (path.startsWith(`/assistants/${ASSISTANT_ID}/`)) return { body: { graph_id: "poet" } };
    return { status, body: { detail: "the server's own sentence" } };
  });
  const graph = new RemoteGraph({ graphId: "poet", url: server.url, apiKey: null, retry: false });
  return { graph, paths: () => server.requests.map(({ path }) => path) };
}

test.each([404, 422])(
  "where a graph's name is refused with %s, its id is looked up, once",
  async (status) => {
    const { graph, paths } = await graphOn(status, [{ assistant_id: ASSISTANT_ID }]);
    for (let time = 0; time < 2; time += 1) expect(await graph.getSchemas()).toEqual({ graph_id: "poet" });
    const schemas = `/assistants/${ASSISTANT_ID}/schemas`;
    expect(paths()).toEqual(["/assistants/poet/schemas", "/assistants/search", schemas, schemas]);
  },
);

test.each([404, 422])("of a graph that the server does not know that is said, after a %s", async (status) => {
  const { graph } = await graphOn(status, []);
  const message = `GET /assistants/poet/schemas: ${status} there is no graph "poet"`;
  await expect(graph.getSchemas()).rejects.toMatchObject({ name: "ApiError", status, message });
});

test("another refusal is told as it is", async () => {
  const { graph, paths } = await graphOn(403, [{ assistant_id: ASSISTANT_ID }]);
  await expect(graph.getSchemas()).rejects.toMatchObject({ status: 403 });
  expect(paths()).toEqual(["/assistants/poet/schemas"]);
});
