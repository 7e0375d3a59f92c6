import { isRecord } from "../../util/record.js";
import { asList, asRecord, type Json } from "../json.js";
import { MODES, type Mode, type Scenario, type Turn } from "./scenario.js";

/** A response that replaces that of Prism. */
export interface ScriptedResponse {
  status?: number;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as an event stream instead of a body. */
  events?: readonly ServerEvent[];
  /** Whether the connection breaks after the events. */
  isCut?: boolean;
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
  /** The task that the last run was interrupted or failed in. */
  task: Json | undefined;
  runs: Run[];
}

const PATH = /^(?:\/threads\/([^/]+))?(?:\/(runs|state)(?:\/([^/]+)(?:\/(stream|join))?)?)?$/;

/** The runs of a scenario's graphs, and their threads. */
export class ScriptedRuns {
  readonly #scenario: Scenario;
  readonly #threads = new Map<string, Thread>();
  readonly #runs = new Map<string, Run>();
  /** The number of turns played, by thread and graph; runs without a thread share one count. */
  readonly #played = new Map<string, number>();

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
  }

  /** The response to a request about a scripted run or its thread; `undefined` for any other request. */
  answer(
    method: string,
    path: string,
    body: string,
    lastEventId: string | undefined,
  ): ScriptedResponse | undefined {
    const [, threadId, part, id = "", action] = PATH.exec(path) ?? [];
    if (method === "POST" && part === "runs" && action === undefined && (id === "stream" || id === "wait"))
      return this.#start(threadId, id, asRecord(JSON.parse(body)));
    if (method !== "GET") return undefined;
    const run = this.#runs.get(id);
    if (run !== undefined && action === "stream")
      return { events: run.events.filter((event) => event.id > Number(lastEventId ?? -1)) };
    if (run !== undefined) return { body: action === "join" ? run.output : run.row };
    const thread = this.#threads.get(threadId ?? "");
    if (thread === undefined || threadId === undefined || id !== "") return undefined;
    if (part === "runs") return { body: thread.runs.map(({ row }) => row).reverse() };
    return { body: part === "state" ? toState(threadId, thread) : toThreadRow(threadId, thread) };
  }

  #start(threadId: string | undefined, action: "stream" | "wait", body: Json): ScriptedResponse | undefined {
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
    const headers = { "content-location": at, location: `${at}/${action === "wait" ? "join" : "stream"}` };
    if (action === "wait") return { headers, body: run.output };
    // the first event is the metadata, which the scenario does not list
    const events = turn.cut === undefined ? run.events : run.events.slice(0, turn.cut + 1);
    return { headers, events, isCut: turn.cut !== undefined };
  }

  /** The next turn; after the last one, the first again. */
  #nextTurn(threadId: string | undefined, graph: string): Turn | undefined {
    const turns = Object.hasOwn(this.#scenario, graph) ? this.#scenario[graph] : undefined;
    if (turns === undefined) return undefined;
    const place = JSON.stringify([threadId, graph]);
    const count = this.#played.get(place) ?? 0;
    this.#played.set(place, count + 1);
    return turns[count % turns.length];
  }
}

/** Plays a turn: updates the thread, and returns the finished run. */
function play({ events = [], interrupt, fail }: Turn, thread: Thread, threadId: string, body: Json): Run {
  const runId = crypto.randomUUID();
  const streamed: [event: string, data: unknown][] = [["metadata", { run_id: runId, attempt: 1 }]];
  const modes = new Set([body.stream_mode ?? "values"].flat());
  const emit = (mode: Mode, data: unknown) => {
    if (modes.has(mode === "messages" ? "messages-tuple" : mode)) streamed.push([mode, data]);
  };
  for (const event of events) {
    if (isRecord(event.values)) thread.values = event.values;
    for (const mode of MODES)
      if (mode in event) for (const data of toData(mode, event[mode])) emit(mode, data);
  }
  // every server sends at least one `values` event
  if (fail === undefined && !events.some((event) => "values" in event)) emit("values", thread.values);
  const id = crypto.randomUUID();
  const interrupts = interrupt === undefined ? [] : [{ id: id.replaceAll("-", ""), value: interrupt }];
  const interrupted = interrupts.length === 0 ? {} : { __interrupt__: interrupts };
  if (interrupts.length > 0) {
    emit("values", { ...thread.values, ...interrupted });
    emit("updates", interrupted);
  }
  streamed.push(fail === undefined ? ["end", null] : ["error", fail]);
  thread.status = fail !== undefined ? "error" : interrupts.length > 0 ? "interrupted" : "idle";
  const error = fail === undefined ? null : `${fail.error}(${JSON.stringify(fail.message)})`;
  const task = { id, name: String(body.assistant_id), path: [], error, interrupts };
  thread.task = thread.status === "idle" ? undefined : task;
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
  const output = fail === undefined ? { ...thread.values, ...interrupted } : { __error__: fail };
  return { row, output, events: streamed.map(([event, data], at) => ({ id: at, event, data })) };
}

/** The data of an item's events: for `messages`, one event for each token; for other modes, a single one. */
function toData(mode: Mode, value: unknown): readonly unknown[] {
  if (mode !== "messages") return [value];
  const id = `run-${crypto.randomUUID()}`;
  return asList(value).map((content) => [{ type: "AIMessageChunk", id, content }, {}]);
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
