/**
 * The class that openapi-fetch is given as its `Request`: plain data, since building a platform `Request` takes as long as
 * the rest of a call. Calls with middleware use the platform's.
 */
export class OutgoingRequest {
  readonly url: string;
  readonly init: RequestInit;

  constructor(url: string, init: RequestInit = {}) {
    this.url = url;
    this.init = init;
  }

  get method(): string {
    return this.init.method ?? "GET";
  }
}

interface ClientHeaders {
  apiKey: string | undefined;
  given: Record<string, string | null | undefined> | undefined;
}

/** The headers of a request: the API key, then the client's, then the call's. Later ones win; `null` removes a header. */
export function mergeHeaders(ofCall: unknown, { apiKey, given = {} }: ClientHeaders): Headers {
  const headers = new Headers();
  setHeader(headers, "x-api-key", apiKey);
  for (const [name, value] of Object.entries(given)) setHeader(headers, name, value);
  for (const [name, value] of entriesOf(ofCall)) setHeader(headers, name, value);
  return headers;
}

function entriesOf(headers: unknown): Iterable<[string, unknown]> {
  if (headers instanceof Headers) return headers;
  return typeof headers === "object" && headers !== null ? Object.entries(headers) : [];
}

/** Sets a header, or removes it with `null`. */
export function setHeader(headers: Headers, name: string, value: unknown): void {
  try {
    if (value === null) headers.delete(name);
    else if (value !== undefined) headers.set(name, String(value));
  } catch {
    // the platform's own message quotes the value, which may be a key
    throw new TypeError(`the header ${JSON.stringify(name)} has a value that HTTP does not allow`);
  }
}
