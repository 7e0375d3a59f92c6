/** What servers put into the bodies of errors. */
import { isApiError, RemoteException, type RunInfo, withDetail } from "../errors.js";
import { isRecord } from "../util/record.js";

const LONGEST_DETAIL = 1000;

/**
 * The sentence in an error's body. Python and aegra answer JSON with `detail`, `error` or `message`; JavaScript answers
 * bare text, and a list of issues where it validates.
 */
export function detailOf(body: unknown): string | undefined {
  if (typeof body === "string") return textDetail(body);
  if (isZodFailure(body)) return body.error.issues.map(issueText).join("; ");
  if (!isRecord(body)) return undefined;
  const { detail = body.message ?? body.error } = body;
  if (typeof detail === "string") return toOneLine(detail);
  return detail === undefined || detail === null
    ? undefined
    : JSON.stringify(detail).slice(0, LONGEST_DETAIL);
}

/** Python refuses a body by a report over several lines: which rule it breaks, its schema, and where it breaks it. */
function toOneLine(detail: string): string {
  const report = /^(.+?)\n+Failed validating .+\n+On instance((?:\[[^\]]+\])*):/s.exec(detail);
  if (report === null) return detail;
  const [, broken = "", place = ""] = report;
  const path = [...place.matchAll(/\["?([^"\]]+)"?\]/g)].map(([, key]) => key).join(".");
  const line = broken.replace(/\s+/g, " ").slice(0, LONGEST_DETAIL);
  return path === "" ? line : `${path}: ${line}`;
}

/** Stream modes that not every server has. */
const NEWER_MODES = ["tools"];

/** The error of a start, naming the mode that the server does not have where that is why it was refused. */
export function nameMissingMode(error: unknown, modes: unknown): unknown {
  if (!isApiError(error) || !/stream_mode/.test(error.detail ?? "")) return error;
  const missing = NEWER_MODES.find((mode) => [modes].flat().includes(mode));
  return missing === undefined
    ? error
    : withDetail(error, `this server does not have the stream mode "${missing}"`);
}

/** Of a proxy's page of HTML only the title is shown. */
function textDetail(text: string): string | undefined {
  const trimmed = text.trim();
  if (!/^<(!doctype|html|head|body)\b/i.test(trimmed)) return trimmed.slice(0, LONGEST_DETAIL) || undefined;
  const title = trimmed.match(/<title[^>]*>([^<]*)<\/title>/i)?.[1]?.trim();
  return title ? `a page of HTML: ${title.slice(0, 200)}` : "a page of HTML";
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
export const isNotImplemented = (body: unknown): boolean =>
  typeof body === "string" && body.trim() === "Not implemented";

/** The failure in an `error` event or in a wait body's `__error__`: an object, JSON in its message, or bare text. */
export function toRemoteException(data: unknown, { threadId, runId }: RunInfo): RemoteException {
  const failure = isRecord(data) ? data : { message: data };
  const inner = parsedRecord(failure.message);
  const { error = "Error", message } = inner ?? failure;
  const text = typeof message === "string" ? message : JSON.stringify(message ?? data);
  return new RemoteException({ error: String(error), message: text, threadId, runId });
}

/** Whether an `error` event has only the class of a failure: on aegra, where the run's row has the text. */
export const isMasked = (data: unknown): boolean =>
  isRecord(data) && data.message === `${String(data.error)}: execution failed`;

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
