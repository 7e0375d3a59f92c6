import { createEventParser } from "../../../src/sse.js";
import { type Operation, readOperations } from "../document.js";
import { checkProtocolEvent, checkRunEvent, checkTextBody } from "../event-schemas.js";

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

export interface ConversationOptions {
  /** Prism, between here and the server. */
  proxyUrl: string;
  /** The server itself: for streams without an end, which Prism would wait for. */
  serverUrl: string;
  headers: Record<string, string>;
}

type Undo = () => Promise<unknown>;

/** Calls operations of the document by their ids and collects whatever contradicts it. */
export class Conversation {
  readonly operations = readOperations();
  readonly findings: Finding[] = [];
  readonly #options: ConversationOptions;
  readonly #undo: Undo[] = [];

  constructor(options: ConversationOptions) {
    this.#options = options;
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
    const described = this.#find(operation);
    const { method, path } = described;
    const url = `${this.#options.proxyUrl}${expand(path, request)}`;
    const response = await fetch(url, this.#toInit(method, request));
    const bytes = new Uint8Array(await response.arrayBuffer());
    const events = isOf(response, "text/event-stream")
      ? parseEvents(operation, createEventParser().push(bytes))
      : [];
    const { status, ok } = response;
    const body = parseBody(new TextDecoder().decode(bytes));
    this.findings.push({
      operation,
      status,
      violations: [
        ...readViolations(response.headers.get("sl-violations")),
        ...events.flatMap(({ event, data }) => checkRunEvent(event, data)),
        // Prism takes a text for a text, and looks no further.
        ...(ok && isOf(response, "text/plain") ? checkTextBody(described, status, body) : []),
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
    const { method, path, statuses } = this.#find(operation);
    const signal = AbortSignal.timeout(timeoutMs);
    const init = { ...this.#toInit(method, request), signal };
    const response = await fetch(`${this.#options.serverUrl}${expand(path, request)}`, init);
    const { status, ok } = response;
    const violations = statuses.includes(String(status)) ? [] : [`status ${status} is not documented`];
    const events: StreamEvent[] = [];
    if (isOf(response, "text/event-stream")) {
      const check = operation === "streamThreadEvents" ? checkProtocolEvent : checkRunEvent;
      for await (const event of readEvents(operation, response, signal)) {
        events.push(event);
        violations.push(...check(event.event, event.data));
        if (isLast(event)) break;
      }
    }
    this.findings.push({ operation, status, violations });
    return { status, ok, body: undefined, events };
  }

  /** Remembers how to remove what was made; the last made goes first. */
  cleanUpBy(undo: Undo): void {
    this.#undo.push(undo);
  }

  async cleanUp(): Promise<void> {
    for (const undo of this.#undo.splice(0).reverse()) await undo();
  }

  #find(id: string): Operation {
    const operation = this.operations.get(id);
    if (operation === undefined) throw new Error(`the document has no operation "${id}"`);
    return operation;
  }

  #toInit(method: string, { body, headers }: CallRequest): RequestInit {
    const own = { ...this.#options.headers, ...headers };
    if (body === undefined) return { method, headers: own };
    return {
      method,
      headers: { "content-type": "application/json", ...own },
      body: JSON.stringify(body),
    };
  }
}

function expand(template: string, { path = {}, query = {} }: CallRequest): string {
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ""));
  const pairs = Object.entries(query).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
  return pairs.length === 0 ? filled : `${filled}?${new URLSearchParams(pairs)}`;
}

function isOf(response: Response, type: string): boolean {
  return response.headers.get("content-type")?.startsWith(type) ?? false;
}

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
  const parser = createEventParser();
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

interface PrismViolation {
  location: string[];
  severity: string;
  message: string;
}

function readViolations(header: string | null): string[] {
  if (header === null) return [];
  const violations: PrismViolation[] = JSON.parse(header);
  return violations.map(({ location, severity, message }) => `${severity} ${location.join(".")}: ${message}`);
}
