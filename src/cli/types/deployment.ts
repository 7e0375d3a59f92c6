import { result } from "../../client/results.js";
import { type Client, type components, isApiError, listAll } from "../../index.js";
import { isRecord } from "../../util/record.js";
import { CommandError } from "../command.js";
import { asRecord, byText, type Json } from "../json.js";
import { excerpt } from "../terminal.js";

type Assistant = components["schemas"]["Assistant"];

/** The JSON Schemas of a graph that the server has. */
export type GraphSchemas = Partial<Record<"state" | "input" | "output" | "context", Json>>;

/** A graph of a deployment, or a subgraph of one. */
export interface DeployedGraph {
  graphId: string;
  /** The path of a subgraph: `child`, or `child|grandchild`; empty for the graph itself. */
  namespace: string;
  schemas: GraphSchemas;
  nodes: string[];
}

/** One assistant for each graph of the deployment, sorted by graph; only for the named graphs or assistants, if any. */
export async function findAssistants(
  client: Client,
  named: readonly string[],
  signal?: AbortSignal,
): Promise<[Assistant, ...Assistant[]]> {
  const items: Assistant[] = [];
  const options = { body: {}, ...(signal && { signal }) };
  for await (const item of listAll(client, "/assistants/search", options)) items.push(item);
  const all = items.filter(isAssistant);
  if (items.length > 0 && all.length === 0) {
    const problem = `the response is not a list of assistants: ${excerpt(items, 80)}`;
    throw new CommandError(`POST /assistants/search: ${problem}\nIs this a LangGraph server?`);
  }
  // the assistant that the server created has the graph's own config
  const own = ({ metadata }: Assistant) => (asRecord(metadata).created_by === "system" ? 0 : 1);
  all.sort((one, other) => own(one) - own(other) || byText(one.assistant_id, other.assistant_id));
  const graphIds =
    named.length === 0 ? all.map(({ graph_id }) => graph_id) : named.map((id) => graphOf(id, all));
  const [first, ...more] = [...new Set(graphIds)]
    .sort(byText)
    .flatMap((graphId) => all.find(({ graph_id }) => graph_id === graphId) ?? []);
  if (first === undefined) throw new CommandError("the deployment has no graph");
  return [first, ...more];
}

/** Recognises the response of a LangGraph server. */
function isAssistant(item: unknown): boolean {
  const { graph_id, assistant_id } = asRecord(item);
  return typeof graph_id === "string" && typeof assistant_id === "string";
}

/** The graph with this id, or the graph of the assistant with this id. */
function graphOf(id: string, assistants: readonly Assistant[]): string {
  const found = assistants.find(({ graph_id, assistant_id }) => graph_id === id || assistant_id === id);
  if (found !== undefined) return found.graph_id;
  const known = [...new Set(assistants.map(({ graph_id }) => graph_id))].sort(byText).join(", ");
  throw new CommandError(`the deployment has no graph "${id}"; it has ${known || "none"}`);
}

/** Fetches the schemas and nodes of a graph, and the schemas of its subgraphs. */
export async function describeGraph(
  client: Client,
  { graph_id: graphId, assistant_id }: Assistant,
): Promise<DeployedGraph[]> {
  const params = { path: { assistant_id } };
  const recursive = { params: { ...params, query: { recurse: true } } };
  const schemas = await ifServed(client.GET("/assistants/{assistant_id}/schemas", { params }));
  const subgraphs = await ifServed(client.GET("/assistants/{assistant_id}/subgraphs", recursive));
  const drawing = await ifServed(client.GET("/assistants/{assistant_id}/graph", { params }));
  const ids = (drawing?.nodes ?? []).map(({ id }) => String(id));
  const nodes = ids.filter((id) => id !== "__start__" && id !== "__end__").sort(byText);
  return [
    { graphId, namespace: "", schemas: toSchemas(schemas), nodes },
    ...Object.entries(subgraphs ?? {})
      .sort(([left], [right]) => byText(left, right))
      .map(([namespace, inner]) => ({ graphId, namespace, schemas: toSchemas(inner), nodes: [] })),
  ];
}

/** The data of a call; `undefined` when the server doesn't have it for this graph. */
async function ifServed<T>(call: Parameters<typeof result<T>>[0]): Promise<T | undefined> {
  try {
    return await result(call);
  } catch (error) {
    if (isApiError(error) && [404, 422, 501].includes(error.status)) return undefined;
    throw error;
  }
}

/** The JavaScript server names the schemas of a subgraph `state`, not `state_schema`. */
function toSchemas(body: unknown): GraphSchemas {
  const wire = asRecord(body);
  const schemas: GraphSchemas = {};
  for (const part of ["state", "input", "output", "context"] as const) {
    const schema = wire[`${part}_schema`] ?? wire[part];
    if (isRecord(schema) && !allowsAnyObject(schema)) schemas[part] = schema;
  }
  const { state, output } = schemas;
  return state && output ? { ...schemas, state: completeState(state, output) } : schemas;
}

/** True for a schema that allows any object, which is RemoteGraph's default type. */
function allowsAnyObject(schema: Json): boolean {
  const { $schema, title, definitions, $defs, type = "object", ...more } = schema;
  return type === "object" && Object.keys(more).length === 0;
}

/**
 * The state's schema, with vague properties replaced by those of the output schema: Python loses the type of annotated
 * properties, such as the messages of a deep agent, in the state's schema only.
 */
function completeState(state: Json, output: Json): Json {
  const own = asRecord(state.properties);
  const precise = Object.entries(asRecord(output.properties)).filter(([name]) =>
    isVague(asRecord(own[name])),
  );
  if (precise.length === 0) return state;
  const merge = (key: string) => ({ ...asRecord(output[key]), ...asRecord(state[key]) });
  return {
    ...state,
    $defs: merge("$defs"),
    definitions: merge("definitions"),
    properties: { ...own, ...Object.fromEntries(precise) },
  };
}

/** A list of anything, or an object with any members. */
const isVague = ({ type, items, properties, additionalProperties }: Json): boolean =>
  (type === "array" && isRecord(items) && Object.keys(items).length === 0) ||
  (type === "object" && properties === undefined && additionalProperties === true);
