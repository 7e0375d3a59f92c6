import { TimeLimit } from "../../client/time-limit.js";
import { EventParser } from "../../run/event-parser.js";
import { reasonOf } from "../command.js";
import type { Operation } from "../document.js";
import { parseJson } from "../json.js";
import { excerpt } from "../terminal.js";
import type { DocumentValidator } from "./validator.js";

/** A UUID that no resource has. */
export const UNKNOWN_ID = "00000000-0000-4000-8000-000000000000";

interface CallRequest {
  path?: Record<string, string>;
  query?: Record<string, string | string[]>;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface StreamEvent {
  event: string;
  data: unknown;
}

/** How long a response is read. */
interface Limits {
  /** For how long the response is read, once it has begun. Default: two minutes. */
  ms?: number;
  /** For a stream without an end: whether an event is the last to read. The time limit is no violation then. */
  isLast?: (event: StreamEvent) => boolean;
}

/** A call of an operation, and its response. */
export interface Call {
  operation: string;
  /** 0 without a response. */
  status: number;
  ok: boolean;
  /** Whether the response is that of an unknown route. */
  isMissing: boolean;
  /** JSON or text. */
  body?: unknown;
  events: StreamEvent[];
  violations: string[];
}

export interface SessionOptions {
  serverUrl: string;
  headers: Record<string, string>;
  validator: DocumentValidator;
  /** Ends the session; what was created is still removed. */
  signal?: AbortSignal | undefined;
  /** Called before each call, with the operation. */
  onCall?: ((operation: string) => void) | undefined;
  /** Replaces the platform's `fetch`, for example to use a validating proxy. */
  fetch?: typeof globalThis.fetch | undefined;
  /** Finds further violations in a response that is not a stream. */
  inspect?: ((response: Response) => string[]) | undefined;
}

const TIMEOUT_MS = 120_000;

/** Operations that create a resource: they are not aborted, since the resource could not be removed without its id. */
const CREATES = /^(?:copy|put|create(?!Run))/;

/** Calls operations of the document by id, validates the responses, and removes the created resources. */
export class Session {
  /** All calls, in order. */
  readonly calls: Call[] = [];
  readonly #options: SessionOptions;
  readonly #created: { what: string; remove: () => Promise<Call> }[] = [];
  #signal: AbortSignal | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#signal = options.signal;
  }

  /** A call that must succeed, unless the server lacks the operation or an id in its path is unknown. */
  async call(operation: string, request: CallRequest = {}): Promise<Call> {
    const call = await this.probe(operation, request);
    const { ok, status, isMissing, body, violations } = call;
    const mayFail = status === 0 || isMissing || Object.values(request.path ?? {}).includes(UNKNOWN_ID);
    if (!ok && !mayFail) violations.push(`refused: ${excerpt(body, 120)}`);
    return call;
  }

  /** A call that a server may refuse with any response that the document describes. */
  async probe(id: string, request: CallRequest = {}, limits: Limits = {}): Promise<Call> {
    const { ms = TIMEOUT_MS, isLast } = limits;
    const operation = this.#options.validator.operations.get(id);
    if (operation === undefined) throw new Error(`the document has no operation "${id}"`);
    this.#signal?.throwIfAborted();
    this.#options.onCall?.(id);
    const call: Call = { operation: id, status: 0, ok: false, isMissing: false, events: [], violations: [] };
    this.calls.push(call);
    const limit = new TimeLimit(CREATES.test(id) ? undefined : this.#signal);
    const within = (time: number) => limit.within(time, () => new Error(`it took longer than ${time} ms`));
    const stopWaiting = within(TIMEOUT_MS);
    try {
      const send = () => this.#send(operation, request, limit.signal);
      const response = await send().catch((error: unknown) => {
        // a busy server may close a connection before it has answered; what may have been created is not created again
        if (limit.signal.aborted || CREATES.test(id)) throw error;
        return send();
      });
      stopWaiting();
      within(ms);
      call.status = response.status;
      call.ok = response.ok;
      await this.#read(operation, response, call, isLast);
    } catch (error) {
      this.#signal?.throwIfAborted();
      const hasReadLongEnough = isLast !== undefined && call.ok && limit.signal.aborted;
      if (!hasReadLongEnough) call.violations.push(`not answered: ${reasonOf(error)}`);
    } finally {
      limit.release();
    }
    return call;
  }

  #send({ method, path }: Operation, request: CallRequest, signal: AbortSignal): Promise<Response> {
    const { serverUrl, headers, fetch = globalThis.fetch } = this.#options;
    const { path: ids = {}, query = {}, body } = request;
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(ids[name] ?? ""));
    const pairs = Object.entries(query).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
    const search = pairs.length === 0 ? "" : `?${new URLSearchParams(pairs)}`;
    return fetch(`${serverUrl}${filled}${search}`, {
      method,
      signal,
      headers: {
        // Python silently closes a connection after a 500, and aegra an idle one: none is reused
        connection: "close",
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
        ...request.headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  async #read(operation: Operation, response: Response, call: Call, isLast: Limits["isLast"]): Promise<void> {
    const { validator, inspect } = this.#options;
    const { status } = response;
    const contentType = response.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
    if (contentType === "text/event-stream") {
      call.violations.push(...validator.checkResponse(operation, { status, contentType, text: "" }));
      return this.#readEvents(response, call, isLast);
    }
    const text = await response.text();
    const json = parseJson(text);
    call.body = json === undefined ? text : json;
    call.isMissing = isUnknownRoute(status, call.body);
    if (call.isMissing) return;
    call.violations.push(...validator.checkResponse(operation, { status, contentType, text }));
    call.violations.push(...(inspect?.(response) ?? []));
  }

  async #readEvents(response: Response, call: Call, isLast: Limits["isLast"]): Promise<void> {
    const { operation, events, violations } = call;
    const { validator } = this.#options;
    const check = operation === "streamThreadEvents" ? "checkProtocolEvent" : "checkRunEvent";
    const parser = new EventParser();
    for await (const chunk of response.body ?? []) {
      for (const { event, data: text } of parser.push(chunk)) {
        const data = parseJson(text);
        if (data === undefined) {
          violations.push(`event ${event}: its data is not JSON`);
          continue;
        }
        events.push({ event, data });
        violations.push(...validator[check](event, data));
        if (isLast?.({ event, data })) return;
      }
    }
  }

  /** Registers the removal of a created resource. */
  onCleanUp(what: string, remove: () => Promise<Call>): void {
    this.#created.push({ what, remove });
  }

  /** Removes the created resources, the last first, even after an abort. Returns those that could not be removed. */
  async cleanUp(): Promise<string[]> {
    this.#signal = undefined;
    const left: string[] = [];
    for (const { what, remove } of this.#created.splice(0).reverse()) {
      const { ok, status, isMissing, violations } = await remove();
      if (ok || status === 404 || isMissing) continue;
      left.push(`${what}: ${status === 0 ? violations.join("; ") : `answered ${status}`}`);
    }
    return left;
  }
}

/** The responses for an unknown route: JSON on Python and aegra, text on JavaScript. */
const UNKNOWN_ROUTE = new Set(['{"detail":"Not Found"}', '"404 Not Found"', '"Not implemented"']);

const isUnknownRoute = (status: number, body: unknown): boolean =>
  status === 405 || status === 501 || (status >= 400 && UNKNOWN_ROUTE.has(JSON.stringify(body)));
