/**
 * The raw limit that clients are measured against: fetch, decode, split by native string search, `JSON.parse`. It knows
 * one server's way of writing frames only, checks nothing, resumes nothing. For calls it is openapi-fetch.
 */
import createClient from "openapi-fetch";
import type { paths } from "../generated/schema.js";

/**
 * Posts a stateless run and parses what its stream carries; gives the data of its last event.
 *
 * @param onEvent - called for each event of the mode
 */
export async function rawStream(
  url: string,
  script: string,
  mode: string,
  onEvent: () => void = () => undefined,
): Promise<unknown> {
  const response = await fetch(`${url}/runs/stream`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ assistant_id: script, input: {}, stream_mode: [mode] }),
  });
  if (!response.ok || response.body === null) throw new Error(`the server answered ${response.status}`);
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let held: string[] = [];
  let last: unknown;
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    const chunk = decoder.decode(value, { stream: true });
    held.push(chunk);
    if (!chunk.includes("\n\n") && !chunk.startsWith("\n")) continue;
    const text = held.length === 1 ? chunk : held.join("");
    let at = 0;
    for (let end = text.indexOf("\n\n"); end !== -1; end = text.indexOf("\n\n", at)) {
      const data = dataBetween(text, at, end);
      const from = at;
      at = end + 2;
      const parsed: unknown = JSON.parse(data);
      if (!text.startsWith(mode, text.indexOf("event: ", from) + "event: ".length)) continue;
      last = parsed;
      onEvent();
    }
    held = [text.slice(at)];
  }
  return last;
}

function dataBetween(text: string, from: number, to: number): string {
  const start = text.indexOf("data: ", from) + "data: ".length;
  const end = text.indexOf("\n", start);
  if (!text.startsWith("data: ", end + 1)) return text.slice(start, end);
  const stop = text.indexOf("\nid: ", end);
  return text.slice(start, stop === -1 || stop > to ? to : stop).replaceAll("\ndata: ", "\n");
}

/** Fetches a thread's state by openapi-fetch alone, which every call of ours goes through. */
export function stateReader(url: string): (threadId: string) => Promise<unknown> {
  const client = createClient<paths>({ baseUrl: url });
  return async (thread_id) =>
    (await client.GET("/threads/{thread_id}/state", { params: { path: { thread_id } } })).data;
}
