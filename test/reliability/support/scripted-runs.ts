import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import {
  type Answer,
  Cut,
  type RecordedRequest,
  type SseFrame,
  toSseText,
} from "../../support/scripted-server.js";

/** One frame as a connection sends it. */
type Frame = SseFrame | string;

/** How a server of runs behaves; what is left out is what the in-memory server does. */
export interface RunsBehaviour {
  /** The events of each run, without ids. */
  transcript: readonly SseFrame[];
  /** The id of a frame on a run's connection, which begins at the place `from`. Default: its place. */
  idOf?: (place: number, connection: number, from: number) => string | undefined;
  /** From which place on a joined stream tells. Default: after the frame that bears the id. */
  resumeAt?: (lastEventId: string, ids: readonly (string | undefined)[]) => number;
  /** Frames that a connection sends before those of the transcript. */
  prelude?: (connection: number) => readonly Frame[];
  /** True when runs are over as soon as they have begun, whoever has read their events. */
  finishesAtOnce?: boolean;
  /** What a run's status is once its events were told, or it finished at once. Default `success`. */
  finalStatus?: string;
}

/** What is to happen to the connections of one run: stands in the run's `input`. */
export interface Harm {
  /** After how many bytes of its body each connection breaks off; the ones after the last are left whole. */
  cuts?: number[];
  how?: "reset" | "clean";
}

interface ScriptedRun {
  id: string;
  threadId: string;
  isStateless: boolean;
  tag: unknown;
  harm: Harm;
  connections: number;
  isTold: boolean;
}

/** So long a reset waits, for the bytes before it to arrive. */
const SETTLE_MS = 2;

/** The runs of a server that keeps their events: an answer to each request of the run endpoints. */
export class ScriptedRuns {
  readonly #behaviour: RunsBehaviour;
  readonly #runs = new Map<string, ScriptedRun>();
  readonly #counts = new Map<string, number>();
  readonly #bodies = new Map<string, Buffer>();

  constructor(behaviour: RunsBehaviour) {
    this.#behaviour = behaviour;
  }

  /** How many runs were started. */
  get started(): number {
    return this.#runs.size;
  }

  /** How many requests of that kind came: `POST /runs/stream`, `GET /runs/{id}/stream`, … */
  count(kind: string): number {
    return this.#counts.get(kind) ?? 0;
  }

  /** The longest body that a connection of a run can have. */
  get bodyBytes(): number {
    return this.#body(0, 0, true).length;
  }

  readonly answer = ({ method, path, body, headers }: RecordedRequest): Answer => {
    const parts = new URL(path, "http://server").pathname.split("/").filter((part) => part !== "");
    const kind = `${method} ${kindOf(parts)}`;
    this.#counts.set(kind, this.count(kind) + 1);
    const run = this.#runs.get(parts[parts.indexOf("runs") + 1] ?? "");
    switch (kind) {
      case "POST /runs/stream":
      case "POST /threads/{id}/runs/stream":
        return this.#start(parts[0] === "threads" ? parts[1] : undefined, JSON.parse(body));
      case "GET /runs/{id}/stream":
      case "GET /threads/{id}/runs/{id}/stream":
        return run === undefined ? NOT_FOUND : this.#join(run, String(headers["last-event-id"]));
      case "GET /threads/{id}/runs/{id}":
        return run === undefined ? NOT_FOUND : { body: { run_id: run.id, status: this.#statusOf(run) } };
      case "GET /threads/{id}/runs":
        return { body: this.#runsOf(parts[1]) };
      case "POST /threads/search":
        return { body: this.#threadsWith(JSON.parse(body).metadata) };
      default:
        return NOT_FOUND;
    }
  };

  #start(threadId: string | undefined, body: { input?: Harm; metadata?: Record<string, unknown> }): Answer {
    const run: ScriptedRun = {
      id: randomUUID(),
      threadId: threadId ?? randomUUID(),
      isStateless: threadId === undefined,
      tag: body.metadata?.langgraph_remote_start,
      harm: body.input ?? {},
      connections: 0,
      isTold: false,
    };
    this.#runs.set(run.id, run);
    const location = run.isStateless ? `/runs/${run.id}` : `/threads/${run.threadId}/runs/${run.id}`;
    return this.#tell(run, 0, !run.isStateless, { "content-location": location });
  }

  #join(run: ScriptedRun, lastEventId: string): Answer {
    const { transcript, idOf = String, resumeAt = afterId } = this.#behaviour;
    const ids = transcript.map((_, place) => idOf(place, 0, 0));
    const from = lastEventId === "-1" ? 0 : resumeAt(lastEventId, ids);
    return this.#tell(run, from, true);
  }

  #tell(run: ScriptedRun, from: number, withIds: boolean, headers: Record<string, string> = {}): Answer {
    const connection = run.connections++;
    const bytes = this.#body(from, connection, withIds);
    const cutAt = run.harm.cuts?.[connection];
    const isCut = cutAt !== undefined && cutAt < bytes.length;
    if (!isCut) run.isTold = true;
    const reset = isCut && run.harm.how === "reset";
    async function* pieces() {
      const told = isCut ? bytes.subarray(0, cutAt) : bytes;
      if (told.length > 0) yield told;
      if (!reset) return;
      await delay(SETTLE_MS);
      throw new Cut();
    }
    return { headers: { "content-type": "text/event-stream", ...headers }, body: pieces() };
  }

  /** What a connection says; made once, as thousands of runs say the same. */
  #body(from: number, connection: number, withIds: boolean): Buffer {
    const key = `${from} ${connection} ${withIds}`;
    const made = this.#bodies.get(key) ?? this.#makeBody(from, connection, withIds);
    this.#bodies.set(key, made);
    return made;
  }

  #makeBody(from: number, connection: number, withIds: boolean): Buffer {
    const { transcript, idOf = String, prelude } = this.#behaviour;
    const frames = transcript.map((frame, place) => {
      const id = withIds ? idOf(place, connection, from) : undefined;
      return id === undefined ? frame : { ...frame, id };
    });
    const texts = [...(prelude?.(connection) ?? []), ...frames.slice(from)].map((frame) =>
      typeof frame === "string" ? frame : toSseText(frame),
    );
    return Buffer.from(texts.join(""));
  }

  #statusOf(run: ScriptedRun): string {
    const { finishesAtOnce, finalStatus = "success" } = this.#behaviour;
    return run.isTold || finishesAtOnce ? finalStatus : "running";
  }

  #runsOf(threadId: string | undefined): unknown[] {
    return [...this.#runs.values()]
      .filter((run) => run.threadId === threadId)
      .map((run) => ({
        run_id: run.id,
        status: this.#statusOf(run),
        metadata: { langgraph_remote_start: run.tag },
      }));
  }

  /** The thread of a stateless run is there as long as the run goes on. */
  #threadsWith(metadata: Record<string, unknown>): unknown[] {
    return [...this.#runs.values()]
      .filter((run) => run.tag === metadata.langgraph_remote_start && this.#statusOf(run) === "running")
      .map((run) => ({ thread_id: run.threadId, status: "busy" }));
  }
}

const NOT_FOUND: Answer = { status: 404, body: "Not Found" };

function kindOf(parts: readonly string[]): string {
  return parts.map((part, at) => `/${at % 2 === 1 && !WORDS.has(part) ? "{id}" : part}`).join("");
}

const WORDS = new Set(["stream", "search"]);

function afterId(lastEventId: string, ids: readonly (string | undefined)[]): number {
  return ids.lastIndexOf(lastEventId) + 1;
}
