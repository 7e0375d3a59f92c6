import type { RemoteException } from "../errors.js";
import { toCancelled } from "../run/run-failure.js";
import { toRemoteException } from "../servers/error-bodies.js";
import { isRootEnd } from "./thread-feed.js";
import type { ThreadEvent, ThreadInterrupt } from "./thread-types.js";

/** What a run on a thread has come to so far. */
export class ThreadOutcome {
  readonly #threadId: string;
  readonly #runId: string | undefined;
  #values: unknown;
  #interrupts: ThreadInterrupt[] = [];
  #end: Extract<ThreadEvent, { method: "lifecycle" }>["params"]["data"] | undefined;

  /** @param values - the state that an earlier run left */
  constructor(threadId: string, runId: string | undefined, values?: unknown) {
    this.#threadId = threadId;
    this.#runId = runId;
    this.#values = values;
  }

  /** The last state of the graph itself; `undefined` before the first. */
  get values(): unknown {
    return this.#values;
  }

  /** What the run asks. */
  get interrupts(): readonly ThreadInterrupt[] {
    return this.#interrupts;
  }

  /** Whether the run has ended because it asks something. */
  get isInterrupted(): boolean {
    return this.#end?.event === "interrupted" && this.#interrupts.length > 0;
  }

  /** Why the run failed; a run that was cancelled is interrupted too, and asks nothing. */
  get failure(): RemoteException | undefined {
    const run = { threadId: this.#threadId, runId: this.#runId };
    if (this.#end?.event === "failed") return toRemoteException(this.#end.error, run);
    const isCancelled = this.#end?.event === "interrupted" && !this.isInterrupted;
    return isCancelled ? toCancelled(run) : undefined;
  }

  take(event: ThreadEvent): void {
    const { namespace } = event.params;
    if (event.method === "values" && namespace.length === 0) this.#values = event.params.data;
    if (event.method === "input.requested") {
      const { interrupt_id: id, payload: value } = event.params.data;
      this.#interrupts.push({ id, value, interruptId: id, payload: value, namespace });
    }
    if (event.method === "lifecycle" && isRootEnd(event)) this.#end = event.params.data;
  }
}
