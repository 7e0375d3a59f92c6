/** The fields of a `Command`. */
export interface CommandFields<
  Resume = unknown,
  Update = Record<string, unknown>,
  Node extends string = string,
> {
  /** The answer to a pending interrupt, or a record of answers by interrupt id. */
  resume?: Resume | undefined;
  /** The state update: an object by channel, or a list of `[channel, value]`. */
  update?: Update | [string, unknown][] | undefined;
  /** The next node, a `Send`, or a list of them. */
  goto?: Node | SendLike<Node> | readonly (Node | SendLike<Node>)[] | undefined;
  /** The target graph; only a node inside a graph can name another than its own. */
  graph?: string | undefined;
}

/** A `Send`, of this package or of `@langchain/langgraph`. */
export interface SendLike<Node extends string = string> {
  /** The node to run. */
  readonly node: Node;
  /** Its input. */
  readonly args: unknown;
}

/** Runs a node with its own input in the next superstep; used in a command's `goto`. */
export class Send<Node extends string = string, Args = unknown> implements SendLike<Node> {
  /** Identifies the class for LangGraph. */
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

  /** The JSON form of the class in `@langchain/langgraph`. */
  toJSON(): { lg_name: "Send"; node: Node; args: Args } {
    return { lg_name: this.lg_name, node: this.node, args: this.args };
  }
}

/** Input that resumes an interrupted run, updates the state, or goes to a node. */
export class Command<Resume = unknown, Update = Record<string, unknown>, Node extends string = string> {
  /** Names the closest parent graph in `graph`. */
  static readonly PARENT = "__parent__";

  /** Identifies the class for LangGraph. */
  readonly lg_name = "Command";
  /** The answer to a pending interrupt, or a record of answers by interrupt id. */
  readonly resume?: Resume;
  /** The state update. */
  readonly update?: Update | [string, unknown][];
  /** The next node or nodes. */
  readonly goto?: Node | SendLike<Node> | readonly (Node | SendLike<Node>)[];
  /** The target graph, if it is another one. */
  readonly graph?: string;

  constructor(fields: CommandFields<Resume, Update, Node>) {
    if (fields.resume !== undefined) this.resume = fields.resume;
    if (fields.update !== undefined) this.update = fields.update;
    if (fields.goto !== undefined) this.goto = fields.goto;
    if (fields.graph !== undefined) this.graph = fields.graph;
  }

  /** The JSON form of the class in `@langchain/langgraph`. */
  toJSON(): CommandFields<Resume, Update, Node> & { lg_name: "Command" } {
    return { ...this };
  }

  /** The update as pairs. A local graph calls this on any instance with this `lg_name`. */
  _updateAsTuples(): [string, unknown][] {
    if (Array.isArray(this.update)) return this.update;
    return typeof this.update === "object" && this.update !== null
      ? Object.entries(this.update)
      : [["__root__", this.update]];
  }
}

/** A command by its `lg_name`; its fields are not checked yet. */
export type CommandLike = { readonly [K in keyof CommandFields]?: unknown } & { readonly lg_name: "Command" };

/** Whether a value is a `Command`, of this package or of `@langchain/langgraph`. */
export function isCommand(value: unknown): value is CommandLike {
  return typeof value === "object" && value !== null && "lg_name" in value && value.lg_name === "Command";
}
