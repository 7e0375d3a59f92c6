import { TimeLimit } from "../../client/time-limit.js";
import { EventParser } from "../../run/event-parser.js";
import { reasonOf } from "../command.js";
import type { Judge } from "./judge.js";
import type { Operation } from "./operations.js";

export interface CallRequest {
  path?: Record<string, string>;
  query?: Record<string, string | string[]>;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface StreamEvent {
  event: string;
  data: unknown;
}

export interface Reply {
  status: number;
  ok: boolean;
  /** The JSON of the body, or its text where it is none. */
  body: unknown;
  events: readonly StreamEvent[];
}

/** One call and what the document has against it. */
export interface Finding {
  operation: string;
  status: number;
  violations: readonly string[];
}

/** Somebody between here and the server who judges the answers too. */
export interface Witness {
  url: string;
  violationsOf(response: Response): string[];
}

export interface ConversationOptions {
  serverUrl: string;
  headers: Record<string, string>;
  operations: ReadonlyMap<string, Operation>;
  judge: Judge;
  /** Judges instead of this one, streams and texts excepted. */
  witness?: Witness | undefined;
  /** Ends the conversation; what was made is still removed. */
  signal?: AbortSignal | undefined;
  /** Told each operation that is called. */
  onCall?: ((operation: string) => void) | undefined;
}

/** What was made, and how to remove it. */
interface Undo {
  what: string;
  remove: () => Promise<Reply>;
}

const PATIENCE_MS = 120_000;

/** What makes something; nobody would know what is to be removed if these were broken off. */
const MAKERS = new Set([
  "createAssistant",
  "createThread",
  "copyThread",
  "createStatelessRun",
  "createCron",
  "createThreadCron",
  "putStoreItem",
]);

/** Calls operations of the document by their ids and collects whatever contradicts it. */
export class Conversation {
  readonly findings: Finding[] = [];
  readonly #options: ConversationOptions;
  readonly #undo: Undo[] = [];
  #signal: AbortSignal | undefined;

  constructor(options: ConversationOptions) {
    this.#options = options;
    this.#signal = options.signal;
  }

  /** A call that must succeed: what follows builds on it. */
  async call(operation: string, request: CallRequest = {}): Promise<Reply> {
    const reply = await this.probe(operation, request);
    if (reply.ok) return reply;
    const said = typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body);
    throw new Error(`${operation} was answered ${reply.status}: ${said}`);
  }

  /** A call that a server may refuse, in whatever way the document describes. */
  async probe(operation: string, request: CallRequest = {}): Promise<Reply> {
    const { serverUrl, witness, judge } = this.#options;
    const described = this.#find(operation);
    const url = `${witness?.url ?? serverUrl}${expand(described.path, request)}`;
    const { response, bytes } = await this.#within(described, PATIENCE_MS, async (signal) => {
      const answer = await send(operation, url, this.#toInit(described, request, signal));
      return { response: answer, bytes: new Uint8Array(await answer.arrayBuffer()) };
    });
    const events = isOf(response, "text/event-stream")
      ? parseEvents(operation, new EventParser().push(bytes))
      : [];
    const { status, ok } = response;
    const text = new TextDecoder().decode(bytes);
    const body = parseBody(text);
    const contentType = contentTypeOf(response);
    this.findings.push({
      operation,
      status,
      violations: [
        ...(witness === undefined
          ? judge.checkAnswer(described, { status, contentType, text })
          : witness.violationsOf(response)),
        // The witness takes a text for a text, and looks no further.
        ...(witness !== undefined && contentType === "text/plain"
          ? judge.checkTextBody(described, status, body === text ? undefined : body)
          : []),
        ...events.flatMap(({ event, data }) => judge.checkRunEvent(event, data)),
      ],
    });
    return { status, ok, body, events };
  }

  /** Follows a stream that has no end until an event is the last one wanted, or for a time. */
  async follow(
    operation: string,
    request: CallRequest,
    isLast: (event: StreamEvent) => boolean,
    timeoutMs: number,
  ): Promise<Reply> {
    const { serverUrl } = this.#options;
    const described = this.#find(operation);
    // A witness would wait for the end.
    const url = `${serverUrl}${expand(described.path, request)}`;
    return this.#within(described, timeoutMs, async (signal) => {
      const response = await send(operation, url, this.#toInit(described, request, signal));
      return this.#take(described, response, isLast, signal);
    });
  }

  async #take(
    { id, statuses }: Operation,
    response: Response,
    isLast: (event: StreamEvent) => boolean,
    signal: AbortSignal,
  ): Promise<Reply> {
    const { judge } = this.#options;
    const { status, ok } = response;
    const violations = statuses.includes(String(status)) ? [] : [`status ${status} is not documented`];
    const events: StreamEvent[] = [];
    if (isOf(response, "text/event-stream")) {
      const isProtocol = id === "streamThreadEvents";
      for await (const event of readEvents(id, response, signal)) {
        events.push(event);
        const { event: name, data } = event;
        violations.push(
          ...(isProtocol ? judge.checkProtocolEvent(name, data) : judge.checkRunEvent(name, data)),
        );
        if (isLast(event)) break;
      }
    }
    this.findings.push({ operation: id, status, violations });
    return { status, ok, body: undefined, events };
  }

  /** Remembers how to remove what was made; the last made goes first. */
  cleanUpBy(what: string, remove: () => Promise<Reply>): void {
    this.#undo.push({ what, remove });
  }

  /** Removes everything that was made, also when the conversation was ended. Gives what could not be removed. */
  async cleanUp(): Promise<string[]> {
    this.#signal = undefined;
    const left: string[] = [];
    for (const { what, remove } of this.#undo.splice(0).reverse()) {
      try {
        const { ok, status } = await remove();
        if (!ok && status !== 404) left.push(`${what}: answered ${status}`);
      } catch (error) {
        left.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    return left;
  }

  #find(id: string): Operation {
    const operation = this.#options.operations.get(id);
    if (operation === undefined) throw new Error(`the document has no operation "${id}"`);
    this.#signal?.throwIfAborted();
    this.#options.onCall?.(id);
    return operation;
  }

  /** Does something that may take so many ms. What makes something is not broken off by the end of the conversation. */
  async #within<T>({ id }: Operation, ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const stop = MAKERS.has(id) ? undefined : this.#signal;
    const limit = new TimeLimit(stop);
    limit.within(ms, () => new Error(`it took longer than ${ms} ms`));
    try {
      return await work(limit.signal);
    } finally {
      limit.release();
    }
  }

  #toInit({ method }: Operation, { body, headers }: CallRequest, signal: AbortSignal): RequestInit {
    const own = { ...this.#options.headers, ...headers };
    if (body === undefined) return { method, headers: own, signal };
    const json = { "content-type": "application/json", ...own };
    return { method, headers: json, body: JSON.stringify(body), signal };
  }
}

async function send(operation: string, url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    throw new Error(`${operation} was not answered: ${reasonOf(cause)}`, { cause });
  }
}

function expand(template: string, { path = {}, query = {} }: CallRequest): string {
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ""));
  const pairs = Object.entries(query).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
  return pairs.length === 0 ? filled : `${filled}?${new URLSearchParams(pairs)}`;
}

function contentTypeOf(response: Response): string {
  return response.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
}

const isOf = (response: Response, type: string): boolean => contentTypeOf(response) === type;

function parseEvents(operation: string, raw: readonly { event: string; data: string }[]): StreamEvent[] {
  return raw.map(({ event, data }) => {
    try {
      return { event, data: JSON.parse(data) };
    } catch (cause) {
      throw new Error(`${operation} sent an event "${event}" whose data is no JSON`, { cause });
    }
  });
}

async function* readEvents(
  operation: string,
  response: Response,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent> {
  const parser = new EventParser();
  try {
    for await (const chunk of response.body ?? []) yield* parseEvents(operation, parser.push(chunk));
  } catch (error) {
    // The time that the stream was given is over; it has no end of its own.
    if (!signal.aborted) throw error;
  }
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
