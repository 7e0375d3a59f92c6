import { TimeLimit } from "../../client/time-limit.js";
import { EventParser } from "../../run/event-parser.js";
import { reasonOf } from "../command.js";
import { excerpt } from "../output.js";
import type { Judge } from "./judge.js";
import type { Operation } from "./operations.js";
import { nobody } from "./subject.js";

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
  events: StreamEvent[];
  finding: Finding & { violations: string[] };
}

/** One call and what the document has against it. */
export interface Finding {
  operation: string;
  /** 0 when there was no answer. */
  status: number;
  violations: readonly string[];
  /** Whether the server answered as to a path that it does not know. */
  isMissing: boolean;
}

/** Somebody between here and the server who judges the answers too. */
export interface Witness {
  url: string;
  violationsOf(response: Response): string[];
}

export interface ConversationOptions {
  serverUrl: string;
  headers: Record<string, string>;
  judge: Judge;
  /** Judges instead of this one, streams and texts excepted. */
  witness?: Witness | undefined;
  /** Ends the conversation; what was made is still removed. */
  signal?: AbortSignal | undefined;
  /** Told each operation that is called. */
  onCall?: ((operation: string) => void) | undefined;
}

interface Asking {
  /** The time that it may take. */
  ms: number;
  witness?: Witness | undefined;
  /** The event that ends the reading of a stream without an end. */
  isLast?: (event: StreamEvent) => boolean;
}

const PATIENCE_MS = 120_000;

/** What makes something; nobody would know what is to be removed if these were broken off. */
const MAKERS = /^(?:copy|put|create(?!Run))/;

/** Calls operations of the document by their ids and collects whatever contradicts it. */
export class Conversation {
  readonly #findings: Finding[] = [];
  readonly #options: ConversationOptions;
  /** What was made, and how to remove it. */
  readonly #undo: { what: string; remove: () => Promise<Reply> }[] = [];
  #signal: AbortSignal | undefined;

  /** Every call, in the order in which they were made. */
  get findings(): readonly Finding[] {
    return this.#findings;
  }

  constructor(options: ConversationOptions) {
    this.#options = options;
    this.#signal = options.signal;
  }

  /** A call that must succeed, unless the server lacks it or what it is about: else the refusal is a violation. */
  async call(operation: string, request: CallRequest = {}): Promise<Reply> {
    const reply = await this.probe(operation, request);
    const { status, ok, body, finding } = reply;
    const isExcused =
      ok || status === 0 || finding.isMissing || Object.values(request.path ?? {}).includes(nobody);
    if (!isExcused) finding.violations.push(`refused: ${excerpt(body, 120)}`);
    return reply;
  }

  /** A call that a server may refuse, in whatever way the document describes. */
  probe(operation: string, request: CallRequest = {}): Promise<Reply> {
    return this.#ask(operation, request, { ms: PATIENCE_MS, witness: this.#options.witness });
  }

  /** Follows a stream that has no end until an event is the last one wanted, or for a time. */
  follow(
    operation: string,
    request: CallRequest,
    isLast: (event: StreamEvent) => boolean,
    ms: number,
  ): Promise<Reply> {
    return this.#ask(operation, request, { ms, isLast }); // a witness would wait for the end
  }

  /** Makes one call; what became of it is a finding, also when it got no answer. */
  async #ask(id: string, request: CallRequest, how: Asking): Promise<Reply> {
    const { judge, onCall } = this.#options;
    const operation = judge.operations.get(id);
    if (operation === undefined) throw new Error(`the document has no operation "${id}"`);
    this.#signal?.throwIfAborted();
    onCall?.(id);
    const finding = { operation: id, status: 0, violations: [] as string[], isMissing: false };
    this.#findings.push(finding);
    const reply: Reply = { status: 0, ok: false, body: undefined, events: [], finding };
    const limit = new TimeLimit(MAKERS.test(id) ? undefined : this.#signal);
    limit.within(how.ms, () => new Error(`it took longer than ${how.ms} ms`));
    try {
      const response = await this.#send(operation, request, how.witness, limit.signal);
      const { status, ok } = response;
      finding.status = status;
      Object.assign(reply, { status, ok });
      await this.#read(operation, response, reply, how);
    } catch (error) {
      this.#signal?.throwIfAborted();
      // The time that a stream without an end was given is over.
      const isOver = how.isLast !== undefined && reply.ok && limit.signal.aborted;
      if (!isOver) finding.violations.push(`not answered: ${reasonOf(error)}`);
    } finally {
      limit.release();
    }
    return reply;
  }

  async #send(
    { method, path }: Operation,
    request: CallRequest,
    witness: Witness | undefined,
    signal: AbortSignal,
  ): Promise<Response> {
    const url = `${witness?.url ?? this.#options.serverUrl}${expand(path, request)}`;
    const hasBody = request.body !== undefined;
    const headers = {
      // Python closes a connection after a 500 without notice, and aegra one that has been idle: none is used twice.
      ...(witness === undefined && { connection: "close" }),
      ...(hasBody && { "content-type": "application/json" }),
      ...this.#options.headers,
      ...request.headers,
    };
    const send = () =>
      fetch(url, { method, headers, signal, ...(hasBody && { body: JSON.stringify(request.body) }) });
    const response = await send();
    return witness !== undefined && (await isReset(response)) ? send() : response;
  }

  /** Reads an answer, and holds it against the document; or has the witness do so. */
  async #read(
    operation: Operation,
    response: Response,
    reply: Reply,
    { witness, isLast }: Asking,
  ): Promise<void> {
    const { judge } = this.#options;
    const { status, finding } = reply;
    const contentType = response.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
    const isStream = contentType === "text/event-stream";
    const text = isStream ? "" : await response.text();
    if (!isStream) {
      reply.body = parseBody(text);
      finding.isMissing = isMissing(status, reply.body);
      if (finding.isMissing) return;
    }
    if (isStream || witness === undefined) {
      finding.violations.push(...judge.checkAnswer(operation, { status, contentType, text }));
      if (isStream) await this.#readEvents(response, reply, isLast);
      return;
    }
    finding.violations.push(...witness.violationsOf(response));
    // The witness takes a text for a text, and looks no further.
    const json = reply.body === text ? undefined : reply.body;
    if (contentType === "text/plain")
      finding.violations.push(...judge.checkTextBody(operation, status, json));
  }

  async #readEvents(response: Response, { events, finding }: Reply, isLast: Asking["isLast"]): Promise<void> {
    const { judge } = this.#options;
    const isProtocol = finding.operation === "streamThreadEvents";
    const parser = new EventParser();
    for await (const chunk of response.body ?? []) {
      for (const { event, data: text } of parser.push(chunk)) {
        const data = parseBody(text);
        if (data === text) {
          finding.violations.push(`event ${event}: its data is no JSON`);
          continue;
        }
        events.push({ event, data });
        finding.violations.push(
          ...(isProtocol ? judge.checkProtocolEvent(event, data) : judge.checkRunEvent(event, data)),
        );
        if (isLast?.({ event, data })) return;
      }
    }
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
      const { ok, status, finding } = await remove();
      if (ok || status === 404 || finding.isMissing) continue;
      left.push(`${what}: ${status === 0 ? finding.violations.join("; ") : `answered ${status}`}`);
    }
    return left;
  }
}

function expand(template: string, { path = {}, query = {} }: CallRequest): string {
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ""));
  const pairs = Object.entries(query).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
  return pairs.length === 0 ? filled : `${filled}?${new URLSearchParams(pairs)}`;
}

/** What a server answers that has no such route: Python and aegra in JSON, JavaScript in text. */
const UNKNOWN_ROUTES = new Set(['{"detail":"Not Found"}', '"404 Not Found"', '"Not implemented"']);

const isMissing = (status: number, body: unknown): boolean =>
  status === 405 || status === 501 || (status >= 400 && UNKNOWN_ROUTES.has(JSON.stringify(body)));

/** The JSON in a text, or the text itself. */
function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Whether the witness reached for a connection that the server had closed while nobody used it. */
const isReset = async (response: Response): Promise<boolean> =>
  response.status === 500 && /ECONNRESET|socket hang up/.test(await response.clone().text());
