import { isRecord } from "./util/record.js";

/** A node of a drawing. */
export interface DrawableNode {
  /** Id of the node; of one in a subgraph, `child:node`. */
  id: string;
  /** Name of the node. */
  name: string;
  /** What the server says the node is: `runnable` or `schema`. */
  type?: string;
  /** What the server says of what the node runs. */
  data?: unknown;
  /** What is noted with the node. */
  metadata?: Record<string, unknown>;
}

/** An edge of a drawing. */
export interface DrawableEdge {
  /** Id of the node that the edge leaves. */
  source: string;
  /** Id of the node that the edge leads to. */
  target: string;
  /** What is decided when the edge is taken. */
  data?: string;
  /** Whether the edge is taken by a decision only. */
  conditional?: boolean;
}

/** Options of {@link DrawableGraph.drawMermaid}. */
export interface MermaidOptions {
  /** Colours for the first, the last and the other nodes. Default true. */
  withStyles?: boolean;
  /** How edges bend. Default `linear`. */
  curveStyle?: string;
}

/** The drawing of a graph, as the server gives it. */
export class DrawableGraph {
  /** The nodes by id. */
  readonly nodes: Record<string, DrawableNode>;
  /** The edges, in the order of the server. */
  readonly edges: DrawableEdge[];

  constructor(nodes: Record<string, DrawableNode> = {}, edges: DrawableEdge[] = []) {
    this.nodes = nodes;
    this.edges = edges;
  }

  /** Nodes and edges as plain data. */
  toJSON(): { nodes: Omit<DrawableNode, "name">[]; edges: DrawableEdge[] } {
    return { nodes: Object.values(this.nodes).map(({ name: _, ...node }) => node), edges: this.edges };
  }

  /** The graph in Mermaid's language; the nodes of a subgraph, `child:node`, stand in a frame of its name. */
  drawMermaid({ withStyles = true, curveStyle = "linear" }: MermaidOptions = {}): string {
    const ends = this.#ends();
    const lines = [...frame(Object.values(this.nodes), "", ends), ...this.edges.map(toMermaidEdge)];
    const head = withStyles ? [`%%{init: {"flowchart": {"curve": ${JSON.stringify(curveStyle)}}}}%%`] : [];
    return [
      ...head,
      "graph TD;",
      ...lines.map((line) => `\t${line}`),
      ...(withStyles ? STYLES : []),
      "",
    ].join("\n");
  }

  /** The node that no edge leads to, when it is the only one; its end likewise. */
  #ends(): { first: string | undefined; last: string | undefined } {
    const ids = Object.keys(this.nodes);
    const sources = new Set(this.edges.map((edge) => edge.source));
    const targets = new Set(this.edges.map((edge) => edge.target));
    return {
      first: only(ids.filter((id) => !targets.has(id))),
      last: only(ids.filter((id) => !sources.has(id))),
    };
  }

  /** Takes off the first node, when it is one and leads to one only. A parent's drawing calls this. */
  trimFirstNode(): void {
    this.#trim(this.#ends().first, "source");
  }

  /** Takes off the last node, when it is one and one only leads to it. A parent's drawing calls this. */
  trimLastNode(): void {
    this.#trim(this.#ends().last, "target");
  }

  #trim(id: string | undefined, side: "source" | "target"): void {
    if (id === undefined || this.edges.filter((edge) => edge[side] === id).length !== 1) return;
    delete this.nodes[id];
    this.edges.splice(
      0,
      this.edges.length,
      ...this.edges.filter((edge) => edge.source !== id && edge.target !== id),
    );
  }
}

/** Reads the server's drawing; what a server leaves out stays out. */
export function parseDrawable(graph: { nodes?: unknown; edges?: unknown }): DrawableGraph {
  const nodes = asRecords(graph.nodes).map((node): [string, DrawableNode] => {
    const id = String(node.id);
    return [id, { ...node, id, name: nameOf(node, id) }];
  });
  const edges = asRecords(graph.edges).map((edge): DrawableEdge => {
    return { ...edge, source: String(edge.source), target: String(edge.target) };
  });
  return new DrawableGraph(Object.fromEntries(nodes), edges);
}

const asRecords = (list: unknown): Record<string, unknown>[] =>
  Array.isArray(list) ? list.filter(isRecord) : [];

function nameOf(node: Record<string, unknown>, id: string): string {
  const { data = node.name } = node;
  if (isRecord(data) && typeof data.name === "string") return data.name;
  return typeof data === "string" ? data : id;
}

const only = <T>(items: T[]): T | undefined => (items.length === 1 ? items[0] : undefined);

const STYLES = [
  "\tclassDef default fill:#f2f0ff,line-height:1.2;",
  "\tclassDef first fill-opacity:0;",
  "\tclassDef last fill:#bfb6fc;",
];

/** The lines of the nodes below a prefix: its own ones, then a frame for each subgraph. */
function frame(
  nodes: DrawableNode[],
  prefix: string,
  ends: { first?: string | undefined; last?: string | undefined },
): string[] {
  const below = nodes.filter((node) => node.id.startsWith(prefix));
  const isOwn = ({ id }: DrawableNode) => !id.slice(prefix.length).includes(":");
  const inner = new Set(
    below.filter((node) => !isOwn(node)).map(({ id }) => id.slice(prefix.length).split(":")[0] ?? ""),
  );
  const frames = [...inner].flatMap((name) => {
    const path = `${prefix}${name}:`;
    return [`subgraph ${toMermaidId(`${path}frame`)}[${toLabel(name)}]`, ...frame(below, path, ends), "end"];
  });
  return [...below.filter(isOwn).map((node) => toMermaidNode(node, prefix, ends)), ...frames];
}

function toMermaidNode(
  { id }: DrawableNode,
  prefix: string,
  { first, last }: { first?: string | undefined; last?: string | undefined },
): string {
  const label = toLabel(id.slice(prefix.length));
  if (id === first) return `${toMermaidId(id)}([${label}]):::first`;
  if (id === last) return `${toMermaidId(id)}([${label}]):::last`;
  return `${toMermaidId(id)}(${label})`;
}

function toMermaidEdge({ source, target, data, conditional }: DrawableEdge): string {
  const label = typeof data === "string" && data !== target ? `|${toLabel(data)}|` : "";
  return `${toMermaidId(source)} ${conditional ? "-.->" : "-->"}${label} ${toMermaidId(target)};`;
}

/** Mermaid's ids know letters, digits and `_`; anything else is written by its code. */
const toMermaidId = (id: string): string =>
  id.replace(/[^A-Za-z0-9_]/gu, (char) => `-${char.codePointAt(0)?.toString(16)}-`);

const toLabel = (text: string): string =>
  `"${text.replace(/["#<>&;]/g, (char) => `#${char.charCodeAt(0)};`)}"`;
