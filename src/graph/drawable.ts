import { isRecord } from "../util/record.js";

/** A node of a drawing. */
export interface DrawableNode {
  /** Id of the node; of one in a subgraph, `child:node`. */
  id: string;
  /** Name of the node. */
  name: string;
  /** Kind of the node: `runnable` or `schema`. */
  type?: string;
  /** What the node runs, as the server describes it. */
  data?: unknown;
  /** Metadata of the node. */
  metadata?: Record<string, unknown>;
}

/** An edge of a drawing. */
export interface DrawableEdge {
  /** Id of the node that the edge leaves. */
  source: string;
  /** Id of the node that the edge leads to. */
  target: string;
  /** The condition of the edge. */
  data?: string;
  /** Whether the edge is conditional. */
  conditional?: boolean;
}

/** Options of {@link DrawableGraph.drawMermaid}. */
export interface MermaidOptions {
  /** Whether to draw nodes, and colours for the first, the last and the others; otherwise only edges. Default true. */
  withStyles?: boolean;
  /** The curve style of edges. Default `linear`. */
  curveStyle?: string;
  /** The number of words after which the label of an edge is wrapped. Default 9. */
  wrapLabelNWords?: number;
}

/** The drawing of a graph, with the server's nodes and edges. */
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

  /**
   * The graph as Mermaid source, in LangGraph's form: the edges of a subgraph, whose nodes are `child:node`, are in a
   * `subgraph` block of its name.
   */
  drawMermaid({
    withStyles = true,
    curveStyle = "linear",
    wrapLabelNWords = 9,
  }: MermaidOptions = {}): string {
    const { first, last } = this.#ends();
    const ids = toMermaidIds(Object.keys(this.nodes), this.edges);
    const lines = withStyles
      ? [`%%{init: {'flowchart': {'curve': '${curveStyle}'}}}%%`, "graph TD;"]
      : ["graph TD;"];
    const nodes = withStyles ? Object.values(this.nodes) : [];
    for (const node of nodes) {
      const label = toNodeLabel(node);
      const shape =
        node.id === first ? `([${label}]):::first` : node.id === last ? `([${label}]):::last` : `(${label})`;
      lines.push(`\t${ids.get(node.id)}${shape}`);
    }
    const toLine = (edge: DrawableEdge) =>
      `\t${ids.get(edge.source)} ${toArrow(edge, wrapLabelNWords)} ${ids.get(edge.target)};`;
    lines.push(...toFrames(this.edges, toLine), ...(withStyles ? STYLES : []), "");
    return lines.join("\n");
  }

  /** The only node without an incoming edge; likewise the only one without an outgoing edge. */
  #ends(): { first: string | undefined; last: string | undefined } {
    const onlyWithout = (side: "source" | "target") => {
      const ids = new Set(this.edges.map((edge) => edge[side]));
      return only(Object.keys(this.nodes).filter((id) => !ids.has(id)));
    };
    return { first: onlyWithout("target"), last: onlyWithout("source") };
  }

  /** Removes the first node if it leads to one node only. A parent's drawing calls this. */
  trimFirstNode(): void {
    this.#trim(this.#ends().first, "source");
  }

  /** Removes the last node if only one node leads to it. A parent's drawing calls this. */
  trimLastNode(): void {
    this.#trim(this.#ends().last, "target");
  }

  #trim(id: string | undefined, side: "source" | "target"): void {
    if (id === undefined || this.edges.filter((edge) => edge[side] === id).length !== 1) return;
    delete this.nodes[id];
    const left = this.edges.filter((edge) => edge.source !== id && edge.target !== id);
    this.edges.splice(0, this.edges.length, ...left);
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

/** The lines of edges: those of the graph itself, then a frame for each subgraph that has any. */
function toFrames(edges: readonly DrawableEdge[], toLine: (edge: DrawableEdge) => string): string[] {
  const groups = new Map<string, DrawableEdge[]>();
  for (const edge of edges) {
    const prefix = commonPrefix(edge.source, edge.target);
    groups.set(prefix, [...(groups.get(prefix) ?? []), edge]);
  }
  const toFrame = (prefix: string): string[] => {
    const own = groups.get(prefix) ?? [];
    const lines = own.map(toLine);
    // an edge from a node to itself is a group by its node's name, and no subgraph
    if (own.length === 1 && own[0]?.source === own[0]?.target) return lines;
    return [`\tsubgraph ${prefix.split(":").at(-1)}`, ...framesIn(prefix), ...lines, "\tend"];
  };
  const framesIn = (prefix: string): string[] =>
    [...groups.keys()].filter((key) => key !== "" && frameOf(key, groups) === prefix).flatMap(toFrame);
  return [...(groups.get("") ?? []).map(toLine), ...framesIn("")];
}

/** The group that encloses a group; LangGraph loses groups that are more than one level deeper. */
function frameOf(prefix: string, groups: ReadonlyMap<string, unknown>): string {
  const outer = prefix.split(":").slice(0, -1).join(":");
  return outer === "" || groups.has(outer) ? outer : frameOf(outer, groups);
}

function commonPrefix(source: string, target: string): string {
  const others = target.split(":");
  return source
    .split(":")
    .filter((part, at) => part === others[at])
    .join(":");
}

/** A Mermaid id for each name. If names differ only in characters that an id can't have, later ids encode these. */
function toMermaidIds(names: readonly string[], edges: readonly DrawableEdge[]): Map<string, string> {
  const all = new Set([...names, ...edges.flatMap(({ source, target }) => [source, target])]);
  const ids = new Map<string, string>();
  const taken = new Set(["end"]); // a word of Mermaid's grammar
  for (const name of all) {
    const plain = name.replace(/[^A-Za-z0-9_-]/gu, "_");
    const id = taken.has(plain) ? `${name.replace(/[^A-Za-z0-9]/gu, toCode)}_` : plain;
    taken.add(id);
    ids.set(name, id);
  }
  return ids;
}

const toCode = (char: string): string => `_${char.codePointAt(0)?.toString(16)}_`;

/** The last part of a node's id, and its metadata. */
function toNodeLabel({ id, metadata = {} }: DrawableNode): string {
  const last = id.split(":").at(-1) ?? id;
  const text = /^[*_`].*[*_`]$/.test(last) ? `<p>${last}</p>` : last;
  const noted = Object.entries(metadata)
    .filter(([, value]) => ["string", "number", "boolean"].includes(typeof value) || Array.isArray(value))
    .map(([key, value]) => `${key} = ${escaped(String(value))}`);
  const label = noted.length === 0 ? text : `${text}<hr/><small><em>${noted.join("\n")}</em></small>`;
  return /^[\p{L}\p{N}_*`.\- ]+$/u.test(last) && last !== "end"
    ? label
    : `"${label.replace(last, escaped(last))}"`;
}

const escaped = (text: string): string =>
  text.replace(/["#<>()[\]{}]/g, (char) => (char === '"' ? "#quot;" : `#${char.charCodeAt(0)};`));

function toArrow({ data, conditional }: DrawableEdge, wordsPerLine: number): string {
  if (data === undefined) return conditional ? "-.->" : "-->";
  const words = escaped(String(data)).split(" ");
  const rows = Array.from({ length: Math.ceil(words.length / wordsPerLine) }, (_, row) =>
    words.slice(row * wordsPerLine, (row + 1) * wordsPerLine).join(" "),
  );
  const label = `&nbsp;${rows.join("&nbsp;<br>&nbsp;")}&nbsp;`;
  return conditional ? `-. ${label} .->` : `-- ${label} -->`;
}
