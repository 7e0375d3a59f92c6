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

/** Merges headers: of several values of one header the last counts, and `null` removes it. */
export function mergeHeaders(...layers: unknown[]): Headers {
  const headers = new Headers();
  for (const layer of layers) {
    for (const [name, value] of entriesOf(layer)) setHeader(headers, name, value);
  }
  return headers;
}

function entriesOf(headers: unknown): Iterable<[string, unknown]> {
  if (headers instanceof Headers) return headers;
  return typeof headers === "object" && headers !== null ? Object.entries(headers) : [];
}

function setHeader(headers: Headers, name: string, value: unknown): void {
  try {
    if (value === null) headers.delete(name);
    else if (value !== undefined) headers.set(name, String(value));
  } catch {
    // the platform's own message quotes the value, which may be a key
    throw new TypeError(`the header ${JSON.stringify(name)} has a value that HTTP does not allow`);
  }
}
