/**
 * Runs that were started by the thread-centric protocol, read as any other run. The JavaScript server marks them in
 * what it tells of a run, and gives some of their data in the protocol's form.
 */
import { modeOf } from "../run/event-name.js";
import type { RunEvent } from "../run/run-types.js";
import { isRecord } from "../util/record.js";

/** Whether a run's `kwargs` say that the protocol has started it. */
export const isProtocolRun = (kwargs: unknown): boolean =>
  isRecord(kwargs) && kwargs.__protocol_stream_run === true;

/** An event of such a run as that of another run: updates by node, and what nodes write without a cover. */
export function fromProtocol(told: RunEvent): RunEvent {
  const { event, data } = told;
  if (!isRecord(data)) return told;
  const mode = modeOf(event);
  if (mode === "updates" && typeof data.node === "string" && "values" in data)
    return { ...told, data: { [data.node]: data.values } };
  return mode === "custom" && "payload" in data ? { ...told, data: data.payload } : told;
}
