import type { components } from "../../../generated/schema.js";
import { result } from "../../client/answers.js";
import type { Client } from "../../client/client-calls.js";
import { isApiError } from "../../errors.js";
import { isRecord } from "../../util/record.js";
import { CommandError } from "../command.js";
import { asList, asRecord, byText, type Json } from "../json.js";
import { excerpt } from "../output.js";

type Assistant = components["schemas"]["Assistant"];

/** The schemas of a graph, as far as the server knows them. */
export type GraphSchemas = Partial<Record<"state" | "input" | "output" | "context", Json>>;

/** A graph of a deployment, or a graph within one. */
export interface DeployedGraph {
  graphId: string;
  /** Where in the graph: empty, or `child`, or `child|grandchild`. */
  namespace: string;
  schemas: GraphSchemas;
  nodes: string[];
}

const PAGE = 100;

/** An assistant for each graph of the deployment, sorted by graph; only those asked for, when some are. */
export async function findAssistants(
  client: Client,
  wanted: readonly string[],
  signal?: AbortSignal,
): Promise<[Assistant, ...Assistant[]]> {
  const all = await listAssistants(client, signal);
  const byGraph = new Map<string, Assistant>();
  // the server's own assistant is the graph as it was deployed
  for (const assistant of all.sort(bySystemFirst)) {
    if (!byGraph.has(assistant.graph_id)) byGraph.set(assistant.graph_id, assistant);
  }
  const chosen = wanted.length === 0 ? [...byGraph.keys()] : wanted.map((id) => graphOf(id, all));
  const [first, ...more] = [...new Set(chosen)].sort(byText).flatMap((graphId) => byGraph.get(graphId) ?? []);
  if (first === undefined) throw new CommandError("the deployment has no graph");
  return [first, ...more];
}

async function listAssistants(client: Client, signal?: AbortSignal): Promise<Assistant[]> {
  const found = new Map<string, Assistant>();
  for (let offset = 0; ; offset += PAGE) {
    const body = { limit: PAGE, offset };
    const page: unknown = await result(
      client.POST("/assistants/search", { body, ...(signal && { signal }) }),
    );
    const assistants = asList(page).filter(isAssistant);
    if (!Array.isArray(page) || (page.length > 0 && assistants.length === 0)) {
      const said = `the search for assistants was answered by no list of them: ${excerpt(page, 80)}`;
      throw new CommandError(`${said}\nIs this a LangGraph server?`);
    }
    const before = found.size;
    for (const assistant of assistants) found.set(assistant.assistant_id, assistant);
    // a server that does not know of offsets gives the same page for ever
    if (page.length < PAGE || found.size === before) return [...found.values()];
  }
}

function isAssistant(value: unknown): value is Assistant {
  return isRecord(value) && typeof value.graph_id === "string" && typeof value.assistant_id === "string";
}

function bySystemFirst(left: Assistant, right: Assistant): number {
  const rank = ({ metadata }: Assistant) => (isRecord(metadata) && metadata.created_by === "system" ? 0 : 1);
  return rank(left) - rank(right) || byText(left.assistant_id, right.assistant_id);
}

/** The graph that a graph id or an assistant id stands for. */
function graphOf(id: string, assistants: readonly Assistant[]): string {
  const found = assistants.find(({ graph_id, assistant_id }) => graph_id === id || assistant_id === id);
  if (found !== undefined) return found.graph_id;
  const there = [...new Set(assistants.map(({ graph_id }) => graph_id))].sort(byText).join(", ");
  throw new CommandError(`the deployment has no graph "${id}"; it has ${there || "none"}`);
}

/** Asks for everything that the types of a graph are made of, its subgraphs included. */
export async function describeGraph(
  client: Client,
  { graph_id, assistant_id }: Assistant,
): Promise<DeployedGraph[]> {
  const path = { assistant_id };
  const query = { recurse: true };
  const schemas = await ifKnown(client.GET("/assistants/{assistant_id}/schemas", { params: { path } }));
  const subgraphs = await ifKnown(
    client.GET("/assistants/{assistant_id}/subgraphs", { params: { path, query } }),
  );
  const drawing = await ifKnown(client.GET("/assistants/{assistant_id}/graph", { params: { path } }));
  const nodes = (drawing?.nodes ?? []).map(({ id }) => String(id)).filter(isNode);
  return [
    { graphId: graph_id, namespace: "", schemas: toSchemas(schemas), nodes: nodes.sort(byText) },
    ...Object.entries(subgraphs ?? {})
      .sort(([left], [right]) => byText(left, right))
      .map(([namespace, inner]) => ({ graphId: graph_id, namespace, schemas: toSchemas(inner), nodes: [] })),
  ];
}

const isNode = (id: string): boolean => id !== "__start__" && id !== "__end__";

/** A server may have no such thing to tell of a graph; anything else that it refuses is a failure. */
async function ifKnown<T>(call: Parameters<typeof result<T>>[0]): Promise<T | undefined> {
  try {
    return await result(call);
  } catch (error) {
    if (isApiError(error) && [404, 422, 501].includes(error.status)) return undefined;
    throw error;
  }
}

/** Servers call a subgraph's schemas `state` or `state_schema`. */
function toSchemas(wire: unknown): GraphSchemas {
  if (!isRecord(wire)) return {};
  const schemas: GraphSchemas = {};
  for (const part of ["state", "input", "output", "context"] as const) {
    const schema = wire[`${part}_schema`] ?? wire[part];
    if (isRecord(schema) && saysSomething(schema)) schemas[part] = schema;
  }
  const { state, output } = schemas;
  return state && output ? { ...schemas, state: completed(state, output) } : schemas;
}

/**
 * A state with what the output tells more of: Python leaves out what it can't follow in a state's annotations, such as the
 * kind of a deep agent's messages, and finds it in the output's.
 */
function completed(state: Json, output: Json): Json {
  const [own, told] = [state.properties, output.properties];
  if (!isRecord(own) || !isRecord(told)) return state;
  const better = Object.entries(told).filter(([name]) => isRecord(own[name]) && isVague(own[name]));
  if (better.length === 0) return state;
  const definitionsOf = (key: string) => ({ [key]: { ...asRecord(output[key]), ...asRecord(state[key]) } });
  return {
    ...state,
    ...definitionsOf("$defs"),
    ...definitionsOf("definitions"),
    properties: { ...own, ...Object.fromEntries(better) },
  };
}

/** A list or an object of which no more is known. */
const isVague = ({ type, items, properties, additionalProperties }: Json): boolean =>
  (type === "array" && isRecord(items) && Object.keys(items).length === 0) ||
  (type === "object" && properties === undefined && additionalProperties === true);

/** An object of which nothing is known is what RemoteGraph takes for granted anyway. */
function saysSomething(schema: Json): boolean {
  const { $schema, title, definitions, $defs, type, ...said } = schema;
  return Object.keys(said).length > 0 || (type !== undefined && type !== "object");
}
