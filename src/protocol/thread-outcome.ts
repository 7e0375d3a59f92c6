import { toThreadInterrupt, type WaitingState } from "./interrupts.js";
import type { ThreadEvent, ThreadInterrupt } from "./thread-types.js";

/** What a run on a thread has come to so far. */
export class ThreadOutcome {
  readonly #interrupts = new Map<string, ThreadInterrupt>();
  #values: unknown;

  /** The last state of the graph itself; `undefined` before the first. */
  get values(): unknown {
    return this.#values;
  }

  /** What the run waits for. */
  get interrupts(): readonly ThreadInterrupt[] {
    return [...this.#interrupts.values()];
  }

  take({ method, params }: ThreadEvent): void {
    if (method === "values" && params.namespace.length === 0) this.#values = params.data;
    if (method !== "input.requested") return;
    const { interrupt_id: id, payload } = params.data;
    this.#interrupts.set(id, toThreadInterrupt(id, payload, params.namespace));
  }

  /** Adds what the thread's state says when the run has stopped: its events may have come to an end before. */
  complete({ values, interrupts }: WaitingState): void {
    this.#values = values;
    for (const interrupt of interrupts) {
      if (!this.#interrupts.has(interrupt.id)) this.#interrupts.set(interrupt.id, interrupt);
    }
  }
}
