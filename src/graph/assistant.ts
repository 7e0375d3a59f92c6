import type { components } from "../../generated/schema.js";
import { kindOf, serverOf } from "../client/client.js";
import type { Client } from "../client/client-calls.js";
import { result } from "../client/results.js";
import { isApiError, withDetail } from "../errors.js";
import type { CallInit } from "../run/run-requests.js";
import { asksSubgraphInQuery, toWireXray } from "../servers/server.js";
import { withoutUndefined } from "../util/record.js";
import { isUuid } from "../util/uuid.js";
import { type DrawableGraph, parseDrawable } from "./drawable.js";

/** The JSON Schemas of a graph. */
export type GraphSchema = components["schemas"]["GraphSchema"];

/** The drawing of a graph: `GET /assistants/{assistant_id}/graph`. */
export function fetchDrawing(
  client: Client,
  graphId: string,
  xray: boolean | number,
  init: CallInit,
): Promise<DrawableGraph> {
  return ofAssistant(client, graphId, init, async (assistant_id) => {
    const isDepth = typeof xray === "number" && xray > 1;
    const query = { xray: isDepth ? toWireXray(await kindOf(client, init), xray) : xray || false };
    const params = { path: { assistant_id }, query };
    return parseDrawable(await result(client.GET("/assistants/{assistant_id}/graph", { ...init, params })));
  });
}

/** A graph's subgraphs by namespace: `GET /assistants/{assistant_id}/subgraphs[/{namespace}]`. */
export function fetchSubgraphs(
  client: Client,
  graphId: string,
  { namespace, recurse }: { namespace: string | undefined; recurse: boolean | undefined },
  init: CallInit,
): Promise<components["schemas"]["Subgraphs"]> {
  return ofAssistant(client, graphId, init, async (assistant_id) => {
    const query = recurse ? { recurse } : {};
    // only JavaScript accepts a graph's name here, and it has this path
    const isInQuery =
      namespace !== undefined && isUuid(assistant_id) && asksSubgraphInQuery(await kindOf(client, init));
    if (namespace !== undefined && !isInQuery) {
      const params = { path: { assistant_id, namespace }, query };
      return result(client.GET("/assistants/{assistant_id}/subgraphs/{namespace}", { ...init, params }));
    }
    const params = { path: { assistant_id }, query: withoutUndefined({ ...query, namespace }) };
    return result(client.GET("/assistants/{assistant_id}/subgraphs", { ...init, params }));
  });
}

/** The schemas of a graph: `GET /assistants/{assistant_id}/schemas`. */
export function fetchSchemas(client: Client, graphId: string, init: CallInit): Promise<GraphSchema> {
  return ofAssistant(client, graphId, init, (assistant_id) => {
    const params = { path: { assistant_id } };
    return result(client.GET("/assistants/{assistant_id}/schemas", { ...init, params }));
  });
}

/**
 * Calls an operation of a graph's own assistant. JavaScript accepts the graph's name as its id everywhere, Python and aegra
 * only in some operations: when the name is refused, the id is looked up once.
 */
async function ofAssistant<T>(
  client: Client,
  graphId: string,
  init: CallInit,
  ask: (assistantId: string) => Promise<T>,
): Promise<T> {
  const server = serverOf(client);
  const known = server.assistantId(graphId);
  try {
    return await ask(known);
  } catch (error) {
    const mayBeName = isApiError(error) && (error.status === 404 || error.status === 422) && !isUuid(known);
    if (!mayBeName) throw error;
    const found = await findAssistant(client, graphId, init);
    // Python's own message is about ids
    if (found === undefined) throw withDetail(error, `there is no graph "${graphId}"`);
    server.noteAssistant(graphId, found);
    return ask(found);
  }
}

/**
 * The assistant id for a graph's name or an assistant id, accepted by every operation. For operations that may refuse a
 * request for other reasons than an unknown name.
 */
export async function toAssistantId(client: Client, graphId: string, init: CallInit): Promise<string> {
  const server = serverOf(client);
  const known = server.assistantId(graphId);
  if (isUuid(known) || (await kindOf(client, init)) === "javascript") return known;
  const found = await findAssistant(client, graphId, init);
  if (found !== undefined) server.noteAssistant(graphId, found);
  return found ?? known; // the server's error then says that the graph doesn't exist
}

/** The assistant that the server creates for a graph; `undefined` when the search is refused, as for an unknown graph. */
async function findAssistant(client: Client, graphId: string, init: CallInit): Promise<string | undefined> {
  const body = { graph_id: graphId, metadata: { created_by: "system" }, limit: 1 };
  const { data } = await client.POST("/assistants/search", { ...init, body });
  return data?.[0]?.assistant_id;
}
