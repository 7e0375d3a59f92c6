import { inject } from "vitest";
import type { LocalGraph, Snapshot } from "./graphs.js";
import { toPlain } from "./normal-form.js";
import { type Call, isPythonKind, PythonWorker } from "./python-worker.js";

/** Whether the server under test runs graphs in Python. */
export const isPython = (): boolean => isPythonKind(inject("serverKind"));

let worker: PythonWorker | undefined;

/** One for all graphs. */
function theWorker(): PythonWorker {
  worker ??= new PythonWorker(inject("pythonWorkerPort"));
  return worker;
}

/** The graph of a name, with threads and a store of its own unless it is to be stateless. */
export const pythonGraph = (name: string, stateless: boolean): LocalGraph => new PythonGraph(name, stateless);

type Members = Record<string, unknown>;

/** A command to a graph in Python. */
export class PythonCommand {
  readonly fields: object;

  constructor(fields: object) {
    this.fields = fields;
  }
}

/**
 * A test graph in Python, run without a server, with threads and a store of its own.
 *
 * It gives what LangGraph gives in Python, in the words of LangGraph for JavaScript, which are the remote graph's too:
 * `parent_config` is `parentConfig`, and what Python has as `None` in a state or a checkpoint is absent.
 */
class PythonGraph implements LocalGraph {
  readonly #own: Pick<Call, "of" | "graph" | "stateless">;

  constructor(graph: string, stateless: boolean) {
    this.#own = { of: crypto.randomUUID(), graph, stateless };
  }

  async stream(input: unknown, options: Members = {}): Promise<AsyncIterable<unknown>> {
    return this.#chunks({ call: "stream", ...toInput(input), ...toOptions(options) }, toChunk);
  }

  streamEvents(input: unknown, options: Members, filters: object): AsyncIterable<object> {
    const { config, options: rest } = toOptions(options);
    const call = {
      call: "events",
      ...toInput(input),
      config,
      options: { ...rest, ...toSnakeCase(filters) },
    } as const;
    return this.#chunks(call, (event) => event as object);
  }

  invoke(input: unknown, options: Members = {}): Promise<unknown> {
    return this.#result({ call: "invoke", ...toInput(input), ...toOptions(options) });
  }

  batch(inputs: unknown[], options: Members = {}, { returnExceptions = false } = {}): Promise<unknown[]> {
    const run = (input: unknown) => this.invoke(input, options);
    return Promise.all(
      inputs.map((input) => (returnExceptions ? run(input).catch((error: unknown) => error) : run(input))),
    );
  }

  async getState(config: object, options: object = {}): Promise<Snapshot> {
    return toSnapshot(await this.#result({ call: "state", config, options }));
  }

  getStateHistory(config: object, options: object = {}): AsyncIterable<Snapshot> {
    return this.#chunks({ call: "history", config, options }, toSnapshot);
  }

  async updateState(config: object, values: unknown, asNode?: string): Promise<object> {
    const options = asNode === undefined ? {} : { as_node: asNode };
    return (await this.#result({ call: "update", input: toPlain(values), config, options })) as object;
  }

  async getGraphAsync(options: object = {}) {
    const drawing = (await this.#result({ call: "drawing", options })) as object;
    return {
      toJSON: () => drawing,
      drawMermaid(): string {
        throw new Error("what Python draws is not compared");
      },
    };
  }

  getSubgraphsAsync(namespace?: string, recurse = false): AsyncIterable<[string, unknown]> {
    return this.#chunks({ call: "subgraphs", options: { namespace, recurse } }, (name) => [String(name), {}]);
  }

  async #result(call: Omit<Call, "of" | "graph" | "stateless">): Promise<unknown> {
    return theWorker().result({ ...this.#own, ...call });
  }

  async *#chunks<Chunk>(
    call: Omit<Call, "of" | "graph" | "stateless">,
    toItem: (chunk: unknown) => Chunk,
  ): AsyncGenerator<Chunk> {
    for await (const chunk of theWorker().ask({ ...this.#own, ...call })) yield toItem(chunk);
  }
}

const toInput = (input: unknown) =>
  input instanceof PythonCommand ? { command: input.fields } : { input: toPlain(input) };

/**
 * Options as Python takes them: the config's members in a dictionary, the others as arguments with names. Callbacks stay
 * here: the servers in Python have none that would make a model stream.
 */
function toOptions({ configurable, recursionLimit, tags, metadata, callbacks: _, ...options }: Members) {
  const config = { configurable, recursion_limit: recursionLimit, tags, metadata };
  return { config: withoutUndefined(config), options: toSnakeCase(options) };
}

const toSnakeCase = (options: object): Members =>
  Object.fromEntries(
    Object.entries(options).map(([key, value]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );

/** A chunk with its checkpoint, if it has one: in a pair or triple it comes last. */
function toChunk(chunk: unknown): unknown {
  if (Array.isArray(chunk)) return chunk.map((item, at) => (at === chunk.length - 1 ? toChunk(item) : item));
  if (!isMembers(chunk)) return chunk;
  if (chunk.type === "checkpoint" && isMembers(chunk.payload))
    return { ...chunk, payload: toCheckpoint(chunk.payload) };
  return "parent_config" in chunk ? toCheckpoint(chunk) : chunk;
}

const toCheckpoint = ({ parent_config, ...payload }: Members): Members =>
  parent_config === null ? payload : { ...payload, parentConfig: parent_config };

function toSnapshot(state: unknown): Snapshot {
  if (!isMembers(state)) throw new TypeError("a state is a dictionary");
  const { created_at, parent_config, tasks, ...rest } = state;
  return withoutNulls({
    ...rest,
    createdAt: created_at,
    parentConfig: parent_config,
    tasks: toTasks(tasks),
  }) as Members & Snapshot;
}

const toTasks = (tasks: unknown): unknown[] => (Array.isArray(tasks) ? tasks.map(toTask) : []);

function toTask(task: Members): Members {
  const { state } = task;
  return withoutNulls({ ...task, state: isMembers(state) && "tasks" in state ? toSnapshot(state) : state });
}

const isMembers = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const withoutNulls = (members: Members): Members =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null && value !== undefined));

const withoutUndefined = (members: Members): Members =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
