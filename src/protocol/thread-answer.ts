import { toWire } from "../serialize.js";
import type { Namespace } from "../types.js";
import { isRecord } from "../util/record.js";
import type { InterruptResponse } from "./thread-commands.js";

/** Something that is asked, and where in the graph. */
interface Asked {
  id: string;
  namespace: Namespace;
}

/**
 * The answers to what is asked: one for each id, or the same for all.
 *
 * @throws TypeError when only some of the names in an answer are ids that were given
 */
export function toResponses(answer: unknown, asked: readonly Asked[]): InterruptResponse[] {
  const known = new Map(asked.map((one) => [one.id, one]));
  const names = isRecord(answer) ? Object.keys(answer) : [];
  const unknown = names.find((name) => !known.has(name));
  if (!isRecord(answer) || names.length === 0 || names.every((name) => !known.has(name)))
    return asked.map((one) => toResponse(one, answer));
  if (unknown !== undefined) throw new TypeError(`the run asks nothing by the id ${JSON.stringify(unknown)}`);
  return asked.filter(({ id }) => id in answer).map((one) => toResponse(one, answer[one.id]));
}

const toResponse = ({ id, namespace }: Asked, answer: unknown): InterruptResponse => ({
  namespace,
  interrupt_id: id,
  response: toWire(answer, "the answer"),
});
