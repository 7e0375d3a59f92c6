import type { components } from "../../generated/schema.js";
import { result } from "../client/answers.js";
import { serverOf } from "../client/client.js";
import type { Client } from "../client/client-calls.js";
import { type DrawableGraph, parseDrawable } from "../drawable.js";
import type { CallInit } from "../run/run-requests.js";
import { toWireXray } from "../servers/server.js";

/** The JSON Schemas of a graph. */
export type GraphSchema = components["schemas"]["GraphSchema"];

/** The drawing of a graph: `GET /assistants/{assistant_id}/graph`. */
export async function fetchDrawing(
  client: Client,
  assistantId: string,
  xray: boolean | number,
  init: CallInit,
): Promise<DrawableGraph> {
  const isDepth = typeof xray === "number" && xray > 1;
  const wireXray = isDepth ? toWireXray(await serverOf(client).kind(), xray) : xray;
  const params = { path: { assistant_id: assistantId }, query: { xray: wireXray } };
  return parseDrawable(await result(client.GET("/assistants/{assistant_id}/graph", { ...init, params })));
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
  return Object.keys(await result(call));
}

/** The schemas of a graph: `GET /assistants/{assistant_id}/schemas`. */
export function fetchSchemas(client: Client, assistantId: string, init: CallInit): Promise<GraphSchema> {
  const params = { path: { assistant_id: assistantId } };
  return result(client.GET("/assistants/{assistant_id}/schemas", { ...init, params }));
}
