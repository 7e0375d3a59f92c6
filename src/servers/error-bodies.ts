/** Parses the bodies of error responses. */
import { isApiError, RemoteException, type RunInfo, withDetail } from "../errors.js";
import { isRecord } from "../util/record.js";

const LONGEST_DETAIL = 1000;

/**
 * The message in an error's body. Python and aegra send JSON with `detail`, `error` or `message`; JavaScript sends plain
 * text, or a list of validation issues.
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

/** Shortens Python's validation errors, which have several lines: the violated rule, its schema, and the path in the body. */
function toOneLine(detail: string): string {
  const report = /^(.+?)\n+Failed validating .+\n+On instance((?:\[[^\]]+\])*):/s.exec(detail);
  if (report === null) return detail;
  const [, broken = "", place = ""] = report;
  const path = [...place.matchAll(/\["?([^"\]]+)"?\]/g)].map(([, key]) => key).join(".");
  const line = broken.replace(/\s+/g, " ").slice(0, LONGEST_DETAIL);
  return path === "" ? line : `${path}: ${line}`;
}

/** The error of a start; if it was refused for the stream mode `tools`, which not every server has, with a detail that says so. */
export function nameMissingMode(error: unknown, modes: unknown): unknown {
  const isOfModes = isApiError(error) && /stream_mode/.test(error.detail ?? "");
  if (!isOfModes || ![modes].flat().includes("tools")) return error;
  return withDetail(error, 'this server does not have the stream mode "tools"');
}

/** Plain text as it is; of an HTML page, such as a proxy's, the title only. */
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

/** A 500 that is not retried: the JavaScript server has the route, but does not implement it. */
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

/** Whether an `error` event has only the error's class, as on aegra, where the run's row has the message. */
export const isMasked = (data: unknown): boolean =>
  isRecord(data) && data.message === `${String(data.error)}: execution failed`;

/** Parses the error's JSON in the message of the JavaScript server's wait body. */
function parsedRecord(text: unknown): Record<string, unknown> | undefined {
  if (typeof text !== "string" || !text.startsWith('{"error"')) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) ? parsed : undefined;
  } catch {
    return undefined; // a message that begins like JSON
  }
}
