/** A request as it left: the path without its origin, the body as the JSON that it was. */
export interface SentRequest {
  method: string;
  path: string;
  headers: Headers;
  body: unknown;
}

/** A `fetch` for one client, and what passed it. */
export interface Recorder {
  readonly fetch: typeof fetch;
  readonly requests: SentRequest[];
  /** How many requests waited for their answer at the same time, at the most. */
  readonly most: number;
}

/** Writes down what is sent; `onResponse` may change what comes back. */
export function createRecorder(onResponse = (response: Response) => response): Recorder {
  const requests: SentRequest[] = [];
  let waiting = 0;
  let most = 0;
  return {
    requests,
    get most() {
      return most;
    },
    async fetch(input, init) {
      const request = new Request(input, init);
      const { pathname, search } = new URL(request.url);
      const text = await request.clone().text();
      const { method, headers } = request;
      requests.push({
        method,
        path: pathname + search,
        headers,
        body: text === "" ? null : JSON.parse(text),
      });
      waiting += 1;
      most = Math.max(most, waiting);
      try {
        return onResponse(await fetch(request));
      } finally {
        waiting -= 1;
      }
    },
  };
}
