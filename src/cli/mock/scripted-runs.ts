import { isRecord } from "../../util/record.js";
import { asList, asRecord, type Json } from "../json.js";
import { MODES, type Mode, type Scenario, type Turn } from "./scenario.js";

/** What is answered instead of Prism. */
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as an event stream instead; its connection breaks after them when it is `cut`. */
  events?: readonly ServerEvent[];
  cut?: boolean;
}

export interface ServerEvent {
  id: number;
  event: string;
  data: unknown;
}

interface Run {
  row: Record<string, unknown>;
  events: ServerEvent[];
  output: unknown;
}

interface Thread {
  status: "idle" | "interrupted" | "error";
  values: Json;
  /** What the last run asks or failed with. */
  task: Json | undefined;
  runs: Run[];
}

const PATH = /^(?:\/threads\/([^/]+))?(?:\/(runs|state)(?:\/([^/]+)(?:\/(stream|join))?)?)?$/;

/** The runs of a scenario's graphs, and the threads that they ran on. */
export class ScriptedRuns {
  readonly #scenario: Scenario;
  readonly #threads = new Map<string, Thread>();
  readonly #runs = new Map<string, Run>();
  /** How many turns were played, by thread and graph; runs without a thread share one count. */
  readonly #played = new Map<string, number>();

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
  }

  /** The answer to a request about a scripted run or its thread; `undefined` for any other. */
  answer(method: string, path: string, body: string, lastEventId: string | undefined): Answer | undefined {
    const [, threadId, part, id = "", way] = PATH.exec(path) ?? [];
    if (method === "POST" && part === "runs" && way === undefined && (id === "stream" || id === "wait"))
      return this.#start(threadId, id, asRecord(JSON.parse(body)));
    if (method !== "GET") return undefined;
    const run = this.#runs.get(id);
    if (run !== undefined && way === "stream")
      return { events: run.events.filter((event) => event.id > Number(lastEventId ?? -1)) };
    if (run !== undefined) return { body: way === "join" ? run.output : run.row };
    const thread = this.#threads.get(threadId ?? "");
    if (thread === undefined || threadId === undefined || id !== "") return undefined;
    if (part === "runs") return { body: thread.runs.map(({ row }) => row).reverse() };
    return { body: part === "state" ? toState(threadId, thread) : toThreadRow(threadId, thread) };
  }

  #start(threadId: string | undefined, way: "stream" | "wait", body: Json): Answer | undefined {
    const turn = this.#nextTurn(threadId, String(body.assistant_id));
    if (turn === undefined) return undefined;
    if (turn.refuse !== undefined) {
      const { status, detail = "refused by the scenario", headers = {} } = turn.refuse;
      return { status, headers, body: { detail } };
    }
    const home = threadId ?? crypto.randomUUID();
    const thread = this.#threads.get(home) ?? { status: "idle", values: {}, task: undefined, runs: [] };
    const run = play(turn, thread, home, body);
    thread.runs.push(run);
    if (threadId !== undefined) this.#threads.set(threadId, thread);
    const runId = String(run.row.run_id);
    this.#runs.set(runId, run);
    const at = `${threadId === undefined ? "" : `/threads/${threadId}`}/runs/${runId}`;
    const headers = { "content-location": at, location: `${at}/${way === "wait" ? "join" : "stream"}` };
    if (way === "wait") return { headers, body: run.output };
    // the metadata that comes first is no event of the run's own
    const events = turn.cut === undefined ? run.events : run.events.slice(0, turn.cut + 1);
    return { headers, events, cut: turn.cut !== undefined };
  }

  /** After the last turn the first comes again. */
  #nextTurn(threadId: string | undefined, graph: string): Turn | undefined {
    const turns = Object.hasOwn(this.#scenario, graph) ? this.#scenario[graph] : undefined;
    if (turns === undefined) return undefined;
    const place = JSON.stringify([threadId, graph]);
    const count = this.#played.get(place) ?? 0;
    this.#played.set(place, count + 1);
    return turns[count % turns.length];
  }
}

/** Plays a turn to its end: what the run tells, what it comes to, and how it leaves the thread. */
function play({ events = [], interrupt, fail }: Turn, thread: Thread, threadId: string, body: Json): Run {
  const runId = crypto.randomUUID();
  const told: [event: string, data: unknown][] = [["metadata", { run_id: runId, attempt: 1 }]];
  const asked = new Set([body.stream_mode ?? "values"].flat());
  const tell = (mode: Mode, data: unknown) => {
    if (asked.has(mode === "messages" ? "messages-tuple" : mode)) told.push([mode, data]);
  };
  for (const event of events) {
    if (isRecord(event.values)) thread.values = event.values;
    for (const mode of MODES)
      if (mode in event) for (const data of toData(mode, event[mode])) tell(mode, data);
  }
  // every server ends with the values, changed or not
  if (fail === undefined && !events.some((event) => "values" in event)) tell("values", thread.values);
  const id = crypto.randomUUID();
  const asking =
    interrupt === undefined ? {} : { __interrupt__: [{ id: id.replaceAll("-", ""), value: interrupt }] };
  if (interrupt !== undefined) {
    tell("values", { ...thread.values, ...asking });
    tell("updates", asking);
  }
  told.push(fail === undefined ? ["end", null] : ["error", fail]);
  const error = fail === undefined ? null : `${fail.error}(${JSON.stringify(fail.message)})`;
  const isOver = interrupt === undefined && fail === undefined;
  thread.status = fail === undefined ? (isOver ? "idle" : "interrupted") : "error";
  thread.task = isOver
    ? undefined
    : { id, name: String(body.assistant_id), path: [], error, interrupts: asking.__interrupt__ ?? [] };
  const now = new Date().toISOString();
  const row = {
    run_id: runId,
    thread_id: threadId,
    assistant_id: body.assistant_id,
    created_at: now,
    updated_at: now,
    status: fail === undefined ? "success" : "error",
    metadata: asRecord(body.metadata),
    kwargs: {},
    multitask_strategy: "enqueue",
  };
  const output = fail === undefined ? { ...thread.values, ...asking } : { __error__: fail };
  return { row, output, events: told.map(([event, data], at) => ({ id: at, event, data })) };
}

/** The tokens of a message come as one event each; of any other mode an event is one. */
function toData(mode: Mode, said: unknown): readonly unknown[] {
  if (mode !== "messages") return [said];
  const id = `run-${crypto.randomUUID()}`;
  return asList(said).map((content) => [{ type: "AIMessageChunk", id, content }, {}]);
}

function toState(threadId: string, { values, task, runs }: Thread): Json {
  const checkpoint = { thread_id: threadId, checkpoint_ns: "", checkpoint_id: runs.at(-1)?.row.run_id };
  return {
    values,
    next: task === undefined ? [] : [task.name],
    tasks: task === undefined ? [] : [task],
    metadata: { source: "loop", step: runs.length },
    created_at: runs.at(-1)?.row.created_at,
    checkpoint,
    parent_checkpoint: null,
  };
}

function toThreadRow(thread_id: string, { status, values, task, runs }: Thread): Json {
  const { created_at } = runs[0]?.row ?? {};
  const { created_at: updated_at } = runs.at(-1)?.row ?? {};
  const interrupts = task === undefined ? {} : { [String(task.id)]: task.interrupts };
  return { thread_id, created_at, updated_at, metadata: {}, status, config: {}, values, interrupts };
}
