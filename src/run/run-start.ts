import { type Client, retryOf } from "../client.js";
import { ApiError, ConnectionError, isApiError, isConnectionError } from "../errors.js";
import { backoffMs, maxRetriesOf, wasNeverSent } from "../retry.js";
import { sleep } from "../util/timer.js";
import { type CallInit, findRun, START_TAG } from "./run-requests.js";

/** A start: `tag` is unique to it, and travels in the run's metadata. */
export interface RunStart<Answer> {
  threadId: string | undefined;
  tag: string;
  /** Sends it; what it sends carries the tag. */
  send: () => Promise<Answer>;
}

/** The answer to a start, or the run that had begun although no answer came. */
export type Started<Answer> = { answer: Answer } | { runId: string };

/**
 * Starts a run once. Where it is not certain whether the server took it, the thread's runs are searched for the tag
 * before anything is sent again.
 */
export async function startOnce<Answer>(
  client: Client,
  start: RunStart<Answer>,
  init: CallInit,
): Promise<Started<Answer>> {
  const { threadId, tag } = start;
  const maxRetries = maxRetriesOf(init.retry ?? retryOf(client));
  for (let attempt = 0; ; attempt += 1) {
    try {
      return { answer: await start.send() };
    } catch (error) {
      if (!mayHaveStarted(error)) throw error;
      if (threadId === undefined) throw withDoubt(error);
      const runId = await look(client, threadId, tag, init).catch((cause: unknown) => {
        init.signal.throwIfAborted();
        throw withDoubt(error, cause);
      });
      if (runId !== undefined) return { runId };
      if (attempt >= maxRetries) throw error;
    }
  }
}

const AMBIGUOUS = new Set([408, 500, 502, 503, 504]);

function mayHaveStarted(error: unknown): error is ApiError | ConnectionError {
  if (isConnectionError(error)) return !wasNeverSent(error);
  if (!isApiError(error) || !AMBIGUOUS.has(error.status)) return false;
  const wasTurnedAway = error.status === 503 && error.headers.has("retry-after");
  return !wasTurnedAway;
}

function withDoubt(error: ApiError | ConnectionError, lookUp?: unknown): Error {
  const doubt = "the run may have started all the same";
  const cause =
    lookUp === undefined ? error : new AggregateError([error, lookUp], "the start and the look-up failed");
  if (isApiError(error)) {
    const { method, path, status, body, headers, detail } = error;
    const said = detail === undefined ? doubt : `${detail}; ${doubt}`;
    return new ApiError({ method, path, status, body, headers, detail: said }, { cause });
  }
  const { method, path, timedOut, message } = error;
  const reason = `${message.slice(`${method} ${path}: `.length)}; ${doubt}`;
  return new ConnectionError({ method, path, timedOut, reason }, { cause });
}

const LOOKS = 3;

/** Looks three times, with a pause before each: a server may take a moment to show what it has just taken. */
async function look(
  client: Client,
  threadId: string,
  tag: string,
  init: CallInit,
): Promise<string | undefined> {
  for (let count = 0; count < LOOKS; count += 1) {
    await sleep(backoffMs(count), init.signal);
    const runId = await findRun(client, threadId, [START_TAG, tag], init);
    if (runId !== undefined) return runId;
  }
  return undefined;
}
