import { ApiError, type RequestInfo } from "./errors.js";
import type { RetryOptions } from "./retry.js";

/** What a single call may set over its client's options. */
export interface CallOptions {
  timeoutMs?: number;
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

/** The signal of a request that was given none. Nothing need listen to it, and what did would pile up. */
export const NEVER_ABORTED = new AbortController().signal;

/** What the caller put beside the request's own fields; openapi-fetch copies it onto the request. */
export function callOptionsOf(request: object): CallOptions {
  const options: CallOptions = {};
  if ("timeoutMs" in request && typeof request.timeoutMs === "number") options.timeoutMs = request.timeoutMs;
  if ("retry" in request && (request.retry === false || typeof request.retry === "object")) {
    if (request.retry !== null) options.retry = request.retry;
  }
  if ("withoutHeaders" in request && Array.isArray(request.withoutHeaders))
    options.withoutHeaders = request.withoutHeaders;
  return options;
}

/** A body that can be sent more than once. */
export async function repeatableBody(request: Request | OutgoingRequest): Promise<RequestBody | null> {
  const { body } = request;
  if (body === null) return null;
  return request instanceof globalThis.Request ? await request.arrayBuffer() : body;
}

const requests = new WeakMap<Response, RequestInfo>();

/** The request that a response answers. */
export function requestOf(response: Response): RequestInfo {
  return requests.get(response) ?? { method: "?", path: new URL(response.url || "http://unknown/").pathname };
}

/**
 * An answer whose body is read. It remembers its request, and a body that should be JSON and is not becomes an
 * {@link ApiError} instead of a bare SyntaxError.
 */
class ReadResponse extends Response {
  readonly #text: string;

  constructor(text: string, source: Response) {
    const bodyless = source.status === 204 || source.status === 205 || source.status === 304;
    super(bodyless ? null : text, {
      status: source.status,
      statusText: source.statusText,
      headers: source.headers,
    });
    this.#text = text;
    // with a length openapi-fetch reads JSON through json() below; the bytes may have been compressed on the way
    this.headers.delete("content-encoding");
    // and no JSON of a length of 0, unless the body were to come in chunks
    this.headers.delete("transfer-encoding");
    this.headers.set("content-length", String(text.length));
  }

  override async text(): Promise<string> {
    return this.#text;
  }

  override async json(): Promise<unknown> {
    try {
      return JSON.parse(this.#text);
    } catch (cause) {
      const detail = `the answer is no JSON: ${this.#text.slice(0, 200)}`;
      const { status, headers } = this;
      throw new ApiError({ ...requestOf(this), status, body: this.#text, headers, detail }, { cause });
    }
  }
}

/**
 * Reads an answer to its end, event streams excepted.
 *
 * @param secrets - header values that an error answer may not repeat
 */
export async function readResponse(
  response: Response,
  request: RequestInfo,
  secrets: readonly string[],
): Promise<Response> {
  const streams = response.ok && response.headers.get("content-type")?.includes("text/event-stream");
  const answer = streams ? response : new ReadResponse(await readText(response, secrets), response);
  requests.set(answer, request);
  return answer;
}

const SHORTEST_SECRET = 6;

async function readText(response: Response, secrets: readonly string[]): Promise<string> {
  const text = await response.text();
  if (response.ok) return text;
  return secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .reduce((cleaned, secret) => cleaned.replaceAll(secret, "[removed]"), text);
}
