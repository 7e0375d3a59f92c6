import { createHash } from "node:crypto";
import { byText, type Json } from "../json.js";
import { withoutAliasCircles } from "./alias-circles.js";
import { type Compile, type Compiled, HELPERS } from "./compile.js";
import { Definitions, MESSAGE_TYPES, type Side } from "./definitions.js";
import type { DeployedGraph, GraphSchemas } from "./deployment.js";
import { createNames, toGraphName } from "./names.js";

const PACKAGE = "langgraph-remote";

/** The members of a graph's interface, and which way what they hold travels. */
const PARTS: readonly [member: string, part: keyof GraphSchemas, side: Side][] = [
  ["State", "state", "given"],
  ["Input", "input", "taken"],
  ["Output", "output", "given"],
  ["Context", "context", "taken"],
];

/** What the file says, and what could not be followed in the schemas. */
export interface Source {
  body: string;
  dead: string[];
}

/** TypeScript for the graphs of a deployment: an interface each, and the types that those need. */
export async function renderGraphs(graphs: readonly DeployedGraph[], compile: Compile): Promise<Source> {
  const takeName = createNames([...Object.values(MESSAGE_TYPES), "Record", "Omit", ...HELPERS]);
  // before any other name is given: a graph is called the same whatever types another has
  const named = graphs.map((graph) => ({ graph, name: takeName(toGraphName(pathOf(graph))) }));
  const plans = named.map(({ graph, name }): Plan => {
    const definitions = new Definitions(takeName, name.replace(/Graph$/, "") || name);
    const members = PARTS.flatMap(([member, part, side]) => {
      const schema = graph.schemas[part];
      return schema === undefined
        ? []
        : [[`${name}.${member}`, definitions.add(member, schema, side)] as const];
    });
    const { messageTypes, dead } = definitions;
    return { graph, name, members, types: withoutAliasCircles(definitions.components), messageTypes, dead };
  });
  const placeholders = Object.values(MESSAGE_TYPES).map((type) => [type, {}] as const);
  const { types, helpers } = await compile(
    new Map([...placeholders, ...plans.flatMap((plan) => [...plan.members, ...plan.types])]),
  );
  const used = [...new Set(plans.flatMap(({ messageTypes }) => [...messageTypes]))].sort(byText);
  return {
    body: [
      ...(used.length === 0 ? [] : [`import type { ${used.join(", ")} } from "${PACKAGE}";\n`]),
      ...plans.map((plan) => renderGraph(plan, types)),
      ...[...helpers.values()].map((text) => `${text}\n`),
    ].join("\n"),
    dead: plans.flatMap(({ graph, dead }) => [...dead].map((ref) => `${graph.graphId}: ${ref}`)),
  };
}

/** A graph on its way to TypeScript. */
interface Plan {
  graph: DeployedGraph;
  name: string;
  /** What its interface holds, as `AgentGraph.State`: no type has a dot in its name. */
  members: (readonly [name: string, schema: Json])[];
  /** The types that these need. */
  types: ReadonlyMap<string, Json>;
  messageTypes: ReadonlySet<string>;
  dead: ReadonlySet<string>;
}

/** A subgraph is called after its way from the root: `NestedChildGraph`. */
const pathOf = ({ graphId, namespace }: DeployedGraph): string => `${graphId} ${namespace}`;

function renderGraph(
  { name, types, graph: { graphId, namespace, nodes } }: Plan,
  compiled: Compiled["types"],
) {
  const lines = PARTS.flatMap(([member]) => {
    const text = compiled.get(`${name}.${member}`);
    return text === undefined ? [] : [`  ${member}: ${indent(text)};`];
  });
  if (nodes.length > 0) lines.push(`  Nodes: ${nodes.map((node) => JSON.stringify(node)).join(" | ")};`);
  const what =
    namespace === "" ? `The graph \`${graphId}\`` : `The subgraph \`${namespace}\` of \`${graphId}\``;
  const unknown = lines.length === 0 ? ": the deployment tells nothing of its types" : "";
  return [
    `/** ${toComment(what + unknown)}. */`,
    ...(lines.length === 0 ? [`export interface ${name} {}`] : [`export interface ${name} {`, ...lines, "}"]),
    "",
    ...[...types].flatMap(([type, schema]) => [
      ...describe(schema),
      `export type ${type} = ${compiled.get(type)};`,
      "",
    ]),
  ].join("\n");
}

function describe({ description }: Json): string[] {
  return typeof description === "string"
    ? [`/** ${toComment(description).replaceAll("\n", "\n * ")} */`]
    : [];
}

const toComment = (text: string): string => text.trim().replaceAll("*/", "*\\/");

const indent = (text: string): string => text.replaceAll("\n", "\n  ");

const FINGERPRINT = /^\/\/ Fingerprint: ([0-9a-f]+)$/m;

/** The whole file. Its fingerprint is of the types, so that a formatter may change their looks. */
export function renderFile(body: string, commandLine: string): string {
  return [
    "// Generated from the schemas of a deployment, do not edit. To write it again:",
    `//   ${commandLine}`,
    `// Fingerprint: ${fingerprintOf(body)}`,
    "",
    body,
  ].join("\n");
}

/** True when the file was written from the same types. */
export function isUpToDate(file: string, body: string): boolean {
  return FINGERPRINT.exec(file)?.[1] === fingerprintOf(body);
}

function fingerprintOf(body: string): string {
  return createHash("sha256").update(body).digest("hex").slice(0, 16);
}

/** A command line that can be copied into a shell. */
export function toCommandLine(args: readonly string[]): string {
  const quoted = args.map((arg) =>
    /^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`,
  );
  return ["npx", PACKAGE, "types", ...quoted].join(" ").replace(/[\r\n]/g, " ");
}

/** An option as words of a command line: a value that looks like an option has to be joined to its name. */
export function toOption(name: string, value: string): string[] {
  return value.startsWith("-") ? [`${name}=${value}`] : [name, value];
}
