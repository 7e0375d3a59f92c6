import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, inject } from "vitest";
import { createClient } from "../../src/index.js";
import { findOperation, foreignFields, hasExample } from "./document.js";

/** Ids in the form that the document wants; the mock knows any. */
export const ids = {
  assistant_id: "01999c6d-91a2-7b3c-8d4e-5f60718293a4",
  thread_id: "01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21",
  run_id: "01999c6e-3a40-7c2b-8e15-7b9d2c4f8a63",
  cron_id: "01999c6e-5b7e-7f10-a2c4-0d6e8f1a3b55",
  checkpoint_id: "1f1e6d1b-38d6-6ee0-8003-72b6fafdbd15",
};

export const mockUrl = inject("mockUrl");

const called = new Set<string>();
const violations: string[] = [];

/** The operations that have been called in this file, by their ids. */
export const calledOperations = (): ReadonlySet<string> => called;

afterEach(() => {
  expect(violations.splice(0), "what contradicts the document").toEqual([]);
});

/** A `fetch` that remembers which operation a request was for, and whatever in it contradicts the document. */
export const checkedFetch: typeof fetch = async (input, init = {}) => {
  const url = new URL(input instanceof Request ? input.url : input);
  const { method = "GET" } = init;
  const headers = new Headers(init.headers);
  const operation = findOperation(method, url.pathname);
  const call = `${method} ${url.pathname}`;
  if (operation === undefined) {
    violations.push(`${call}: the document has no such operation`);
    return fetch(url, init);
  }
  called.add(operation.id);
  violations.push(...foreignFields(operation, init.body).map((field) => `${call}: sends ${field}`));

  // of the requests that one call makes, the example is meant for the one that has it
  const example = /^example=([\w-]+)/.exec(headers.get("prefer") ?? "")?.[1];
  if (example !== undefined && !hasExample(operation, example)) headers.delete("prefer");
  const response = await fetch(url, { ...init, headers });
  violations.push(...(await complaintsOf(response)).map((complaint) => `${call}: ${complaint}`));
  return response.headers.get("content-type")?.includes("event-stream") ? lingering(response) : response;
};

const lingerMs = 400;

/** A stream as servers end it: a while after its last event. The mock closes at once, as if the stream was cut. */
function lingering({ body, status, headers }: Response): Response {
  const linger = new TransformStream({ flush: () => sleep(lingerMs) });
  return new Response(body?.pipeThrough(linger) ?? null, { status, headers });
}

/** How Prism says that a request or an answer is not as documented. */
async function complaintsOf(response: Response): Promise<string[]> {
  const problem = response.headers.get("content-type")?.includes("problem+json");
  const complaints = response.headers.get("sl-violations");
  return [...(complaints === null ? [] : [complaints]), ...(problem ? [await response.clone().text()] : [])];
}

/** The client that every contract test calls through. A refusal is an answer here, so nothing is tried again. */
export const client = createClient({
  url: mockUrl,
  apiKey: "lsv2_contract",
  fetch: checkedFetch,
  retry: false,
});

/** For each operation its calls: with every setting that the document has, and for each form of its answers. */
export type Calls<Id extends string> = Record<Id, () => Promise<void>[]>;

/** Asks the mock for the answer of a status, or for an example by its name. */
export const prefer = (wanted: string | number) => ({
  headers: { prefer: typeof wanted === "number" ? `code=${wanted}` : `example=${wanted}` },
});

/** Waits for an answer of this status. */
export async function expectStatus(call: Promise<{ response: Response }>, status: number): Promise<void> {
  expect((await call).response.status).toBe(status);
}

/** Waits for success: a body, `null` among them, or none where the status says so. */
export async function ok(call: Promise<{ data?: unknown; response: Response }>, status = 200): Promise<void> {
  const { data, response } = await call;
  expect(response.status).toBe(status);
  expect(data === undefined).toBe([202, 204].includes(status));
}
