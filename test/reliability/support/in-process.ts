import { type Answer, isStream, type RecordedRequest } from "../../support/scripted-server.js";

/** A `fetch` that asks a script in this process: no socket, so that a body is cut at exactly the byte that is meant. */
export function toFetch(script: (request: RecordedRequest) => Answer): typeof fetch {
  let index = 0;
  return async (url, init) => {
    const { pathname, search } = new URL(String(url));
    const body = typeof init?.body === "string" ? init.body : "";
    const {
      status = 200,
      headers = {},
      body: said,
    } = script({
      index: index++,
      method: init?.method ?? "GET",
      path: `${pathname}${search}`,
      headers: Object.fromEntries(new Headers(init?.headers)),
      body,
      json: () => JSON.parse(body),
      closed: Promise.resolve(),
    });
    return new Response(isStream(said) ? toBody(said) : toText(said), { status, headers });
  };
}

function toBody(pieces: AsyncIterable<string | Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(Buffer.from(value));
    },
  });
}

const toText = (body: unknown): string => (typeof body === "string" ? body : JSON.stringify(body));
