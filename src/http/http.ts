import { ApiError, type RequestInfo } from "../errors.js";
import type { RetryOptions } from "../retry.js";
import { NEVER_ABORTED } from "../util/abort.js";
import { headersWithoutSecrets, withoutSecrets } from "./secrets.js";

/** What a single call may set over its client's options. */
export interface CallOptions {
  /** Time in ms to the response headers of each attempt. */
  timeoutMs?: number;
  /** Time in ms for the whole call, attempts and pauses and all; of an event stream, to its headers. */
  timeout?: number;
  /** How often this call is tried again; `false`: never. Default: the client's. */
  retry?: RetryOptions | false;
  /** Names of the client's headers that this call does without. */
  withoutHeaders?: readonly string[];
}

/** What a request may carry, by a name that platforms without the DOM have too. */
type RequestBody = NonNullable<RequestInit["body"]>;

/**
 * The request that openapi-fetch builds: plain data that can be sent any number of times. The platform's own
 * `Request` costs more than the rest of a call, and its body can be read only once.
 */
export class OutgoingRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: RequestBody | null;
  readonly signal: AbortSignal;

  constructor(url: string, init: RequestInit & CallOptions = {}) {
    this.url = url;
    this.method = init.method ?? "GET";
    this.headers = init.headers instanceof Headers ? init.headers : new Headers(init.headers);
    this.body = init.body ?? null;
    this.signal = init.signal ?? NEVER_ABORTED;
  }

  /** openapi-fetch lets a middleware put a platform `Request` in this one's place. */
  static [Symbol.hasInstance](value: unknown): boolean {
    return (
      typeof value === "object" && value !== null && "url" in value && "headers" in value && "method" in value
    );
  }
}

/** What the caller put beside the request's own fields; openapi-fetch copies it onto the request. */
export function callOptionsOf(request: object): CallOptions {
  const options: CallOptions = {};
  if ("timeoutMs" in request && typeof request.timeoutMs === "number") options.timeoutMs = request.timeoutMs;
  if ("timeout" in request && typeof request.timeout === "number") options.timeout = request.timeout;
  if ("retry" in request && (request.retry === false || typeof request.retry === "object")) {
    if (request.retry !== null) options.retry = request.retry;
  }
  if ("withoutHeaders" in request && Array.isArray(request.withoutHeaders))
    options.withoutHeaders = request.withoutHeaders;
  return options;
}

/** A body that can be sent more than once. */
export function repeatableBody(
  request: Request | OutgoingRequest,
): RequestBody | null | Promise<RequestBody | null> {
  const { body } = request;
  return body !== null && request instanceof globalThis.Request ? request.arrayBuffer() : body;
}

/** What is known of an answer: its request, with the headers that were sent, and its text where it has been read. */
const notes = new WeakMap<Response, { request: RequestInfo; sent: Headers; text: string }>();

/** The request that a response answers. */
export function requestOf(response: Response): RequestInfo {
  const note = notes.get(response);
  return note?.request ?? { method: "?", path: new URL(response.url || "http://unknown/").pathname };
}

/** What an error may quote of an answer: its text without the secrets that were sent to get it. */
export function quotable(response: Response, text: string): string {
  const note = notes.get(response);
  return note === undefined ? text : withoutSecrets(text, note.sent);
}

const holds = new WeakMap<Response, () => void>();

/** Notes what an event stream holds on to until it is over. */
export function noteHold(response: Response, letGo: () => void): void {
  holds.set(response, letGo);
}

/** Lets go of what an event stream held on to, when nobody reads it any more. */
export function release(response: Response): void {
  holds.get(response)?.();
  holds.delete(response);
}

/**
 * Reads an answer to its end, event streams excepted; what reads it again is given the same text. A body that should be
 * JSON and is not becomes an {@link ApiError} instead of a bare SyntaxError.
 *
 * @param sent - the request's headers, whose values an error answer may not repeat
 * @returns whether the answer is an event stream, and so still to be read
 */
export async function readResponse(
  response: Response,
  request: RequestInfo,
  sent: Headers,
): Promise<{ isStream: boolean }> {
  const isStream =
    response.ok && response.headers.get("content-type")?.includes("text/event-stream") === true;
  const text = isStream ? "" : await readText(response, sent);
  notes.set(response, { request, sent, text });
  if (!isStream) {
    const told = response.ok ? response.headers : headersWithoutSecrets(response.headers, sent);
    const headers = withLength(told, text);
    if (headers !== response.headers) Object.defineProperty(response, "headers", { value: headers });
    // a new Response with a body would cost more than the rest of a call
    Object.assign(response, REREADING);
    Object.defineProperty(response, "body", REREAD_BODY);
  }
  return { isStream };
}

const textOf = (response: Response): string => notes.get(response)?.text ?? "";

/** An answer's methods once its text has been read. */
const REREADING = {
  async text(this: Response): Promise<string> {
    return textOf(this);
  },
  async json(this: Response): Promise<unknown> {
    const text = textOf(this);
    try {
      return JSON.parse(text);
    } catch {
      const body = quotable(this, text);
      const { status } = this;
      const headers = new Headers(
        [...this.headers].map(([name, value]): [string, string] => [name, quotable(this, value)]),
      );
      const detail = `the answer is no JSON: ${body.slice(0, 200)}`;
      // the parser's own error quotes a piece of the text, which may hold a piece of a secret
      const cause = new SyntaxError("no JSON");
      throw new ApiError({ ...requestOf(this), status, body, headers, detail }, { cause });
    }
  },
  blob(this: Response): Promise<Blob> {
    return copyOf(this).blob();
  },
  arrayBuffer(this: Response): Promise<ArrayBuffer> {
    return copyOf(this).arrayBuffer();
  },
  clone(this: Response): Response {
    return copyOf(this);
  },
};

const REREAD_BODY = {
  get(this: Response) {
    return copyOf(this).body;
  },
};

function copyOf(response: Response): Response {
  const { status, statusText, headers } = response;
  return new Response(textOf(response) || null, { status, statusText, headers });
}

/** Headers that name a length, for with one openapi-fetch reads JSON through `json()`. */
function withLength(headers: Headers, text: string): Headers {
  if (headers.has("content-length") && !headers.has("content-encoding")) return headers;
  const named = new Headers(headers);
  named.delete("content-encoding"); // it may have been compressed on the way
  named.delete("transfer-encoding"); // without it, a length of 0 is no JSON
  named.set("content-length", String(text.length));
  return named;
}

async function readText(response: Response, sent: Headers): Promise<string> {
  const text = await response.text();
  return response.ok ? text : withoutSecrets(text, sent);
}
