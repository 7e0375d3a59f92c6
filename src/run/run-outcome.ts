import { toInterrupt } from "../checkpoint.js";
import type { Interrupt } from "../errors.js";
import { toRemoteException } from "../servers/error-bodies.js";
import type { GraphTypes, InvokeResult } from "../types.js";
import { isRecord } from "../util/record.js";
import { asPlain, type Decode } from "../wire/messages.js";
import type { EventReader } from "./run-types.js";

/** The outcome of a run: its last values, if any, and its interrupts. */
export interface Outcome {
  values: unknown;
  hasValues: boolean;
  /** `undefined` when the run was not interrupted. */
  interrupts: Interrupt[] | undefined;
}

/**
 * Reads a run in `values` mode to its end.
 *
 * @throws {RemoteException} when the run failed
 */
export async function readOutcome(events: EventReader): Promise<Outcome> {
  const outcome = newOutcome();
  let failure: Error | undefined;
  // also after a failure, since a reader releases its signal and its timers at the end
  for (let batch = await events.next(); batch !== undefined; batch = await events.next()) {
    for (const { event, data } of batch) {
      if (event === "error") failure = toRemoteException(data, events);
      if (event === "values") addValues(outcome, data);
    }
  }
  if (failure !== undefined) throw failure;
  return outcome;
}

/** The outcome before the first event. */
export const newOutcome = (): Outcome => ({ values: undefined, hasValues: false, interrupts: undefined });

/** Adds a `values` event. An interrupt has an event of its own, or is in the event of the state. */
export function addValues(outcome: Outcome, data: unknown): void {
  if (isRecord(data) && Array.isArray(data.__interrupt__)) {
    const { __interrupt__: interrupts, ...values } = data;
    // Python may send the same interrupt again, also in one event
    outcome.interrupts ??= [];
    for (const one of data.__interrupt__.map(toInterrupt)) {
      const isKnown = one.id !== undefined && outcome.interrupts.some(({ id }) => id === one.id);
      if (!isKnown) outcome.interrupts.push(one);
    }
    if (Object.keys(values).length === 0) return;
    outcome.values = values;
  } else {
    outcome.values = data;
  }
  outcome.hasValues = true;
}

/** The result of `invoke`: the output, with `__interrupt__` for an interrupted run. */
export function toInvokeResult<G extends GraphTypes>(
  { values, interrupts }: Outcome,
  decode: Decode = asPlain,
): InvokeResult<G> {
  const output = decode(values);
  const result = interrupts === undefined ? output : { ...(output as object), __interrupt__: interrupts };
  return result as InvokeResult<G>;
}
