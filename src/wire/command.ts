/** What a `Command` is made of. */
export interface CommandFields<
  Resume = unknown,
  Update = Record<string, unknown>,
  Node extends string = string,
> {
  /** The answer to a pending interrupt, or a record of answers by interrupt id. */
  resume?: Resume | undefined;
  /** What to write to the state: a record by channel, or a list of `[channel, value]`. */
  update?: Update | [string, unknown][] | undefined;
  /** Where to go on: a node, a `Send`, or a list of them. */
  goto?: Node | SendLike<Node> | readonly (Node | SendLike<Node>)[] | undefined;
  /** The graph that is meant; only a node inside a graph can name another than its own. */
  graph?: string | undefined;
}

/** A `Send`, of this package or of `@langchain/langgraph`. */
export interface SendLike<Node extends string = string> {
  /** The node to run. */
  readonly node: Node;
  /** Its input. */
  readonly args: unknown;
}

/** Runs a node with an input of its own at the next step; stands in a command's `goto`. */
export class Send<Node extends string = string, Args = unknown> implements SendLike<Node> {
  /** What LangGraph knows the class by. */
  readonly lg_name = "Send";
  /** The node to run. */
  readonly node: Node;
  /** Its input. */
  readonly args: Args;

  /**
   * @param node - the node to run
   * @param args - its input
   */
  constructor(node: Node, args: Args) {
    this.node = node;
    this.args = args;
  }

  /** The form that `@langchain/langgraph` gives its own. */
  toJSON(): { lg_name: "Send"; node: Node; args: Args } {
    return { lg_name: this.lg_name, node: this.node, args: this.args };
  }
}

/** Input that resumes an interrupted run, updates the state, or goes to a node. */
export class Command<Resume = unknown, Update = Record<string, unknown>, Node extends string = string> {
  /** Names the closest parent graph in `graph`. */
  static readonly PARENT = "__parent__";

  /** What LangGraph knows the class by. */
  readonly lg_name = "Command";
  /** The answer to a pending interrupt, or a record of answers by interrupt id. */
  readonly resume?: Resume;
  /** What to write to the state. */
  readonly update?: Update | [string, unknown][];
  /** Where to go on. */
  readonly goto?: Node | SendLike<Node> | readonly (Node | SendLike<Node>)[];
  /** The graph that is meant, where it is another. */
  readonly graph?: string;

  constructor(fields: CommandFields<Resume, Update, Node>) {
    if (fields.resume !== undefined) this.resume = fields.resume;
    if (fields.update !== undefined) this.update = fields.update;
    if (fields.goto !== undefined) this.goto = fields.goto;
    if (fields.graph !== undefined) this.graph = fields.graph;
  }

  /** The form that `@langchain/langgraph` gives its own. */
  toJSON(): CommandFields<Resume, Update, Node> & { lg_name: "Command" } {
    return { ...this };
  }

  /** The update as pairs. A local graph takes any instance with this `lg_name` for its own, and calls this. */
  _updateAsTuples(): [string, unknown][] {
    if (Array.isArray(this.update)) return this.update;
    return typeof this.update === "object" && this.update !== null
      ? Object.entries(this.update)
      : [["__root__", this.update]];
  }
}

/** What `isCommand` knows of a command: its fields are for `toWireCommand` to judge. */
export type CommandLike = { readonly [K in keyof CommandFields]?: unknown } & { readonly lg_name: "Command" };

/** Whether a value is a `Command`, of this package or of `@langchain/langgraph`. */
export function isCommand(value: unknown): value is CommandLike {
  return typeof value === "object" && value !== null && "lg_name" in value && value.lg_name === "Command";
}
