import type { RequestInfo } from "../errors.js";
import { randomUuid } from "../util/uuid.js";
import type { KnownRun } from "./run-end.js";
import { type RunBody, withTag } from "./run-requests.js";

/** A run to start. */
export interface RunToStart {
  threadId?: string | undefined;
  body: RunBody;
}

/** A run that is there already. */
export interface RunToJoin {
  threadId?: string | undefined;
  runId: string;
  /** The last event that is known already. Default: none, so all events come that the server has kept. */
  lastEventId?: string | undefined;
  /** Whether the server keeps its events for any number of readers; `undefined` where that is not known. */
  resumable?: boolean | undefined;
  /** What becomes of the run when its reader leaves early. Default: it goes on. */
  onDisconnect?: "cancel" | "continue" | undefined;
  /** What its start is known by, where this process knows. */
  tag?: string | undefined;
}

/** Where a run's events come from: what is known of the run before the first of them. */
export interface RunSource extends KnownRun {
  /** What to start it with; `undefined` for a run that is there already. */
  start: { body: RunBody; tag: string } | undefined;
  /** The `Last-Event-ID` that gives all that its reader is to see. */
  origin: string;
  /** Whether a cut stream may be joined again. */
  isResumable: boolean;
  /** Whether the server has to show at once that it has the run's events: it keeps them, and all were asked for. */
  isProvable: boolean;
  cancelsOnDisconnect: boolean;
}

/** The `Last-Event-ID` before the first event. */
export const BEGINNING = "-1";

export function toRunSource(run: RunToStart | RunToJoin): RunSource {
  if ("body" in run) {
    const tag = randomUuid();
    const { stream_resumable, on_disconnect } = run.body;
    return {
      threadId: run.threadId,
      runId: undefined,
      tag,
      start: { body: withTag(run.body, tag), tag },
      origin: BEGINNING,
      isResumable: stream_resumable === true,
      isProvable: stream_resumable === true,
      cancelsOnDisconnect: on_disconnect === "cancel",
    };
  }
  const { threadId, runId, tag, resumable, onDisconnect } = run;
  const lastEventId = run.lastEventId || BEGINNING; // empty is what browsers call none
  return {
    threadId,
    runId,
    tag,
    start: undefined,
    origin: lastEventId,
    isResumable: resumable !== false,
    isProvable: resumable === true && lastEventId === BEGINNING,
    cancelsOnDisconnect: onDisconnect === "cancel",
  };
}

/** The last event that is known before anything is received. */
export const positionOf = ({ origin }: RunSource): string | undefined =>
  origin === BEGINNING ? undefined : origin;

/** The request that a run's events come from. */
export function requestTo({ threadId, start }: RunSource, runId: string | undefined): RequestInfo {
  const run = start === undefined && runId !== undefined ? `/${runId}` : "";
  const thread = threadId === undefined ? "" : `/threads/${threadId}`;
  return { method: run === "" ? "POST" : "GET", path: `${thread}/runs${run}/stream` };
}
