import type { components } from "../../generated/schema.js";
import { type Client, result } from "../client.js";
import { isJavaScript, toWireXray } from "../dialect.js";
import { type DrawableGraph, parseDrawable } from "../drawable.js";
import type { CallInit } from "../run/run-requests.js";

/** The JSON Schemas of a graph. */
export type GraphSchema = components["schemas"]["GraphSchema"];

/** The drawing of a graph: `GET /assistants/{assistant_id}/graph`. */
export async function fetchDrawing(
  client: Client,
  assistantId: string,
  xray: boolean | number,
  init: CallInit,
): Promise<DrawableGraph> {
  const fetchGraph = async () => {
    const params = { path: { assistant_id: assistantId }, query: { xray: toWireXray(client, xray) } };
    return parseDrawable(
      await result(client, client.GET("/assistants/{assistant_id}/graph", { ...init, params })),
    );
  };
  const known = isJavaScript(client);
  const graph = await fetchGraph();
  // a depth that turned out to have gone to a server that does not know it
  return typeof xray === "number" && xray > 1 && !known && isJavaScript(client) ? fetchGraph() : graph;
}

/** The namespaces of a graph's subgraphs: `GET /assistants/{assistant_id}/subgraphs[/{namespace}]`. */
export async function fetchSubgraphs(
  client: Client,
  assistantId: string,
  { namespace, recurse }: { namespace: string | undefined; recurse: boolean },
  init: CallInit,
): Promise<string[]> {
  const query = recurse ? { recurse } : {};
  const path = { assistant_id: assistantId };
  const call =
    namespace === undefined
      ? client.GET("/assistants/{assistant_id}/subgraphs", { ...init, params: { path, query } })
      : client.GET("/assistants/{assistant_id}/subgraphs/{namespace}", {
          ...init,
          params: { path: { ...path, namespace }, query },
        });
  return Object.keys(await result(client, call));
}

/** The schemas of a graph: `GET /assistants/{assistant_id}/schemas`. */
export function fetchSchemas(client: Client, assistantId: string, init: CallInit): Promise<GraphSchema> {
  const params = { path: { assistant_id: assistantId } };
  return result(client, client.GET("/assistants/{assistant_id}/schemas", { ...init, params }));
}
