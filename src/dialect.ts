/**
 * The places where servers of this API disagree, and nothing else. Two families are met: the JavaScript server
 * (`@langchain/langgraph-api`, which `langgraphjs dev` runs) and the hosted one. A client learns which one it talks
 * to from the answers that it gets anyway; until then one form is tried, and the other after a 400 or 422.
 */

import { ApiError, RemoteException, type RunInfo } from "./errors.js";
import { isRecord } from "./util/record.js";

export type Dialect = "javascript" | "hosted";

const learned = new WeakMap<object, Dialect>();

/** Takes note of what an answer gives away. */
export function learnDialect(client: object, answer: { headers: Headers; body?: unknown }): void {
  const dialect = recognise(answer);
  if (dialect !== undefined) learned.set(client, dialect);
}

function recognise({ headers, body }: { headers: Headers; body?: unknown }): Dialect | undefined {
  // the JavaScript server's CORS set-up names just these two
  if (headers.get("access-control-expose-headers") === "content-location,x-pagination-total")
    return "javascript";
  if (isZodFailure(body)) return "javascript";
  return isRecord(body) && "detail" in body ? "hosted" : undefined;
}

/** Makes a call whose form depends on the dialect: with one request where it is known. */
export async function inDialect<T>(client: object, call: (dialect: Dialect) => Promise<T>): Promise<T> {
  const known = learned.get(client);
  if (known !== undefined) return call(known);
  try {
    return await call("javascript");
  } catch (error) {
    const refused = error instanceof ApiError && (error.status === 400 || error.status === 422);
    if (!refused || learned.get(client) === "javascript") throw error;
    const answer = await call("hosted");
    learned.set(client, "hosted");
    return answer;
  }
}

/** `subgraphs` in the body of `POST /threads/{thread_id}/state/checkpoint`: a string in JavaScript, else a boolean. */
export const toWireFlag = (dialect: Dialect): "true" | true => (dialect === "javascript" ? "true" : true);

/** `before` in the body of `POST /threads/{thread_id}/history`: a checkpoint id in JavaScript, else a checkpoint. */
export function toWireBefore<C extends { checkpoint_id?: string }>(
  dialect: Dialect,
  checkpoint: C,
): string | C {
  return dialect === "javascript" && checkpoint.checkpoint_id !== undefined
    ? checkpoint.checkpoint_id
    : checkpoint;
}

/** `xray` of `GET /assistants/{assistant_id}/graph`: JavaScript takes a depth above 1 for false, and knows one level. */
export const toWireXray = (client: object, xray: boolean | number): boolean | number =>
  typeof xray === "number" && learned.get(client) === "javascript" ? xray > 0 : xray;

/** True once the client is known to talk to the JavaScript server. */
export const isJavaScript = (client: object): boolean => learned.get(client) === "javascript";

/** `limit` of `GET /threads/{thread_id}/runs`: JavaScript takes it for the end index. Rows beyond `count` may come. */
export const toRunsPage = (offset: number, count: number) => ({ offset, limit: offset + count });

/** A query for the wire: the namespace of `GET /store/items` is one dotted word for both families. */
export function toWireQuery(query: Record<string, unknown>): Record<string, unknown> {
  return Array.isArray(query.namespace) ? { ...query, namespace: query.namespace.join(".") } : query;
}

/** The sentence in an error's body: JSON `detail`, a list of validation issues, or bare text. */
export function detailOf(body: unknown): string | undefined {
  if (typeof body === "string") return body.trim() === "" ? undefined : body.trim().slice(0, 1000);
  if (isZodFailure(body)) return body.error.issues.map(issueText).join("; ");
  if (!isRecord(body)) return undefined;
  const { detail = body.message ?? body.error } = body;
  if (typeof detail === "string") return detail;
  return detail === undefined || detail === null ? undefined : JSON.stringify(detail).slice(0, 1000);
}

type ZodFailure = { error: { issues: unknown[] } };

function isZodFailure(body: unknown): body is ZodFailure {
  return isRecord(body) && isRecord(body.error) && Array.isArray(body.error.issues);
}

function issueText(issue: unknown): string {
  if (!isRecord(issue)) return String(issue);
  const path = Array.isArray(issue.path) ? issue.path.join(".") : "";
  return path === "" ? String(issue.message) : `${path}: ${String(issue.message)}`;
}

/** A 500 that no second attempt changes: the JavaScript server has the route, and nothing behind it. */
export const isUnsupported = (text: string): boolean => text.trim() === "Not implemented";

/**
 * The JavaScript server keeps a run's checkpoint in the thread's settings, so every later run would begin there
 * again. A `null` in the next run's `configurable` clears it. The threads that this process left so:
 */
const forked = new WeakMap<object, Set<string>>();

/** Notes where a run of the thread began, before it is sent. */
export function noteRunStart(client: object, threadId: string, fromCheckpoint: boolean): void {
  const threads = forked.get(client) ?? new Set();
  forked.set(client, threads);
  if (fromCheckpoint) threads.add(threadId);
  else threads.delete(threadId);
}

/** The settings that send a run to the thread's head; `undefined` where it goes there by itself. */
export function toHead(client: object, threadId: string): { checkpoint_id: null } | undefined {
  return forked.get(client)?.has(threadId) ? { checkpoint_id: null } : undefined;
}

/** The failure that an `error` event or a wait body's `__error__` tells: an object, JSON in its message, or bare text. */
export function toRemoteException(data: unknown, { threadId, runId }: RunInfo): RemoteException {
  const failure = isRecord(data) ? data : { message: data };
  const inner = parsedRecord(failure.message);
  const { error = "Error", message } = inner ?? failure;
  const said = typeof message === "string" ? message : JSON.stringify(message ?? data);
  return new RemoteException({ error: String(error), message: said, threadId, runId });
}

/** The JavaScript server's wait body holds the error's own JSON in its message. */
function parsedRecord(text: unknown): Record<string, unknown> | undefined {
  if (typeof text !== "string" || !text.startsWith('{"error"')) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) ? parsed : undefined;
  } catch {
    return undefined; // a message that only looks like it
  }
}
