import { createHash } from "node:crypto";
import { byText, type Json, toPascalCase } from "../json.js";
import { type Compile, type Compiled, HELPERS } from "./compile.js";
import {
  Components,
  createNames,
  type Direction,
  MESSAGE_TYPES,
  toIdentifier,
  withoutAliasCircles,
} from "./components.js";
import type { DeployedGraph, GraphSchemas } from "./deployment.js";

/** The members of a graph's interface, and the schemas that they come from. */
const MEMBERS: readonly [member: string, part: keyof GraphSchemas, direction: Direction][] = [
  ["State", "state", "output"],
  ["Input", "input", "input"],
  ["Output", "output", "output"],
  ["Context", "context", "input"],
];

/** The TypeScript of the graphs, without the head of the file, and the references that have no target. */
interface Source {
  body: string;
  deadRefs: string[];
}

/** An interface for each graph, and the types that it refers to. */
export async function renderGraphs(graphs: readonly DeployedGraph[], compile: Compile): Promise<Source> {
  const takeName = createNames([...Object.values(MESSAGE_TYPES), "Record", "Omit", ...HELPERS]);
  // all graphs are named before their types: a graph's name must not depend on the types of another
  const named = graphs.map((graph) => ({ graph, name: takeName(toInterfaceName(graph)) }));
  const plans = named.map(({ graph, name }): Plan => {
    const components = new Components(takeName, name.replace(/Graph$/, "") || name);
    const members = MEMBERS.flatMap(([member, part, direction]) => {
      const schema = graph.schemas[part];
      if (schema === undefined) return [];
      return [[`${name}.${member}`, components.add(member, schema, direction)] as const];
    });
    return { graph, name, members, components, types: withoutAliasCircles(components.schemas) };
  });
  const placeholders = Object.values(MESSAGE_TYPES).map((type) => [type, {}] as const);
  const { types, helpers } = await compile(
    new Map([...placeholders, ...plans.flatMap((plan) => [...plan.members, ...plan.types])]),
  );
  const imported = new Set(plans.flatMap(({ components }) => [...components.messageTypes]));
  const names = [...imported].sort(byText).join(", ");
  return {
    body: [
      ...(names === "" ? [] : [`import type { ${names} } from "langgraph-remote";\n`]),
      ...plans.map((plan) => renderGraph(plan, types)),
      ...helpers.map((text) => `${text}\n`),
    ].join("\n"),
    deadRefs: plans.flatMap(({ graph, components }) =>
      [...components.deadRefs].map((ref) => `${graph.graphId}: ${ref}`),
    ),
  };
}

/** A graph, prepared for the compiler. */
interface Plan {
  graph: DeployedGraph;
  name: string;
  /** The members of its interface, as `AgentGraph.State`: the dot keeps them apart from named types. */
  members: (readonly [name: string, schema: Json])[];
  components: Components;
  /** The components without circles of aliases. */
  types: ReadonlyMap<string, Json>;
}

/** `AgentGraph` for `agent`, `MyAgentGraph` for `my-agent`, `NestedChildGraph` for the subgraph `child` of `nested`. */
function toInterfaceName({ graphId, namespace }: DeployedGraph): string {
  const words = toPascalCase(`${graphId} ${namespace}`);
  return toIdentifier(words.endsWith("Graph") ? words : `${words}Graph`);
}

function renderGraph(
  { name, types, graph: { graphId, namespace, nodes } }: Plan,
  compiled: Compiled["types"],
): string {
  const lines = MEMBERS.flatMap(([member]) => {
    const text = compiled.get(`${name}.${member}`);
    return text === undefined ? [] : [`  ${member}: ${text.replaceAll("\n", "\n  ")};`];
  });
  if (nodes.length > 0) lines.push(`  Nodes: ${nodes.map((node) => JSON.stringify(node)).join(" | ")};`);
  const what =
    namespace === "" ? `The graph \`${graphId}\`` : `The subgraph \`${namespace}\` of \`${graphId}\``;
  const unknown = lines.length === 0 ? ": the deployment does not describe its types" : "";
  return [
    `/** ${toComment(what + unknown)}. */`,
    ...(lines.length === 0 ? [`export interface ${name} {}`] : [`export interface ${name} {`, ...lines, "}"]),
    "",
    ...[...types].flatMap(([type, { description }]) => [
      ...(typeof description === "string"
        ? [`/** ${toComment(description).replaceAll("\n", "\n * ")} */`]
        : []),
      `export type ${type} = ${compiled.get(type)};`,
      "",
    ]),
  ].join("\n");
}

const toComment = (text: string): string => text.trim().replaceAll("*/", "*\\/");

/** The whole file. */
export function renderFile(body: string, commandLine: string): string {
  return [
    "// Generated from the schemas of a deployment, do not edit. To write it again:",
    `//   ${commandLine}`,
    `// Fingerprint: ${fingerprintOf(body)}`,
    "",
    body,
  ].join("\n");
}

/** Whether a file was generated from the same types. It goes by the fingerprint, so the file may have been formatted since. */
export function isUpToDate(file: string, body: string): boolean {
  return /^\/\/ Fingerprint: ([0-9a-f]+)$/m.exec(file)?.[1] === fingerprintOf(body);
}

const fingerprintOf = (body: string): string => createHash("sha256").update(body).digest("hex").slice(0, 16);

/** A command line of `types`, quoted for a shell. */
export function toCommandLine(args: readonly string[]): string {
  const quoted = args.map((arg) =>
    /^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`,
  );
  return ["npx langgraph-remote types", ...quoted].join(" ").replace(/[\r\n]/g, " ");
}
