import { toInterrupt } from "../checkpoint.js";
import { unlessMissing } from "../client/answers.js";
import type { Client } from "../client/client-calls.js";
import type { CallInit } from "../run/run-requests.js";
import { toWire } from "../serialize.js";
import { readState } from "../thread-state.js";
import type { Namespace } from "../types.js";
import { isRecord } from "../util/record.js";
import type { InterruptResponse } from "./commands.js";
import type { ThreadEvent, ThreadInterrupt } from "./thread-types.js";

/** A thread's values and what it waits for. */
export interface WaitingState {
  values: unknown;
  interrupts: ThreadInterrupt[];
}

/** An interrupt by this package's names and by those of LangGraph's own handle. */
export const toThreadInterrupt = (id: string, value: unknown, namespace: Namespace): ThreadInterrupt => ({
  id,
  value,
  interruptId: id,
  payload: value,
  namespace,
});

/** The interrupts in the tasks of a thread's state, and its values; `undefined` when there is no thread. */
export async function readWaitingState(
  client: Client,
  threadId: string,
  init: CallInit,
): Promise<WaitingState | undefined> {
  const config = { configurable: { thread_id: threadId } };
  const state = await unlessMissing(readState(client, config, {}, init));
  if (state === undefined) return undefined;
  const byId = new Map<string, ThreadInterrupt>();
  for (const { interrupts } of state.tasks ?? []) {
    for (const { id, value } of (interrupts ?? []).map(toInterrupt)) {
      if (id !== undefined) byId.set(id, toThreadInterrupt(id, value, []));
    }
  }
  return { values: state.values, interrupts: [...byId.values()] };
}

/**
 * The responses to interrupts: one for each id that the answer names, or the same for all.
 *
 * @throws TypeError when only some of the names in an answer are ids of interrupts
 */
export function toResponses(
  answer: unknown,
  interrupts: readonly { id: string; namespace: Namespace }[],
): InterruptResponse[] {
  const known = new Set(interrupts.map(({ id }) => id));
  const names = isRecord(answer) ? Object.keys(answer) : [];
  const unknown = names.find((name) => !known.has(name));
  if (!isRecord(answer) || !names.some((name) => known.has(name)))
    return interrupts.map((interrupt) => toResponse(interrupt, answer));
  if (unknown !== undefined)
    throw new TypeError(`the run has no interrupt with the id ${JSON.stringify(unknown)}`);
  return interrupts.filter(({ id }) => id in answer).map((one) => toResponse(one, answer[one.id]));
}

const toResponse = (
  { id, namespace }: { id: string; namespace: Namespace },
  answer: unknown,
): InterruptResponse => ({ namespace, interrupt_id: id, response: toWire(answer, "the answer") });

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
