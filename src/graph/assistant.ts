import type { components } from "../../generated/schema.js";
import { result, unlessMissing } from "../client/answers.js";
import { serverOf } from "../client/client.js";
import type { Client } from "../client/client-calls.js";
import { type DrawableGraph, parseDrawable } from "../drawable.js";
import type { CallInit } from "../run/run-requests.js";
import { asksSubgraphInQuery, toWireXray } from "../servers/server.js";

/** The JSON Schemas of a graph. */
export type GraphSchema = components["schemas"]["GraphSchema"];

/** The id by which a server knows a graph: an id itself, or the name of a graph, whose own assistant is meant. */
export const toAssistantId = (client: Client, graphId: string, init: CallInit): Promise<string> =>
  serverOf(client).assistantId(graphId, async () => {
    const body = { graph_id: graphId, metadata: { created_by: "system" }, limit: 1 };
    // Python answers 404 where there is no such graph
    const found = await unlessMissing(result(client.POST("/assistants/search", { ...init, body })));
    return found?.[0]?.assistant_id;
  });

/** The drawing of a graph: `GET /assistants/{assistant_id}/graph`. */
export async function fetchDrawing(
  client: Client,
  graphId: string,
  xray: boolean | number,
  init: CallInit,
): Promise<DrawableGraph> {
  const isDepth = typeof xray === "number" && xray > 1;
  const wireXray = isDepth ? toWireXray(await serverOf(client).kind(), xray) : xray;
  const assistant_id = await toAssistantId(client, graphId, init);
  const params = { path: { assistant_id }, query: { xray: wireXray } };
  return parseDrawable(await result(client.GET("/assistants/{assistant_id}/graph", { ...init, params })));
}

/** The namespaces of a graph's subgraphs: `GET /assistants/{assistant_id}/subgraphs[/{namespace}]`. */
export async function fetchSubgraphs(
  client: Client,
  graphId: string,
  { namespace, recurse }: { namespace: string | undefined; recurse: boolean },
  init: CallInit,
): Promise<string[]> {
  const path = { assistant_id: await toAssistantId(client, graphId, init) };
  const query = recurse ? { recurse } : {};
  const all = { ...init, params: { path, query } };
  if (namespace === undefined)
    return Object.keys(await result(client.GET("/assistants/{assistant_id}/subgraphs", all)));
  const call = asksSubgraphInQuery(await serverOf(client).kind())
    ? client.GET("/assistants/{assistant_id}/subgraphs", {
        ...init,
        params: { path, query: { ...query, namespace } },
      })
    : client.GET("/assistants/{assistant_id}/subgraphs/{namespace}", {
        ...init,
        params: { path: { ...path, namespace }, query },
      });
  return Object.keys(await result(call));
}

/** The schemas of a graph: `GET /assistants/{assistant_id}/schemas`. */
export async function fetchSchemas(client: Client, graphId: string, init: CallInit): Promise<GraphSchema> {
  const params = { path: { assistant_id: await toAssistantId(client, graphId, init) } };
  return result(client.GET("/assistants/{assistant_id}/schemas", { ...init, params }));
}
