import { isCommand, toWire, toWireCommand } from "../serialize.js";
import { isRecord } from "../util/record.js";
import type { RunBody } from "./run-requests.js";

/** The fields of a body in which a `null` means something; servers refuse it in any other. */
const NULLABLE = new Set(["input", "command", "context"]);

/**
 * A run's body as it is sent: messages, commands and dates in the form that servers take.
 *
 * @throws {TypeError} for what JSON cannot carry, naming the path to it
 */
export function toWireBody(body: RunBody): RunBody {
  const encoded = Object.entries(body).map(([key, value]: [string, unknown]) => [key, toField(key, value)]);
  return Object.fromEntries(encoded.filter(([, value]) => value !== undefined));
}

function toField(key: string, value: unknown): unknown {
  if (value === undefined || (value === null && !NULLABLE.has(key))) return undefined;
  if (key === "command" && isCommand(value)) return toWireCommand(value);
  const wire = toWire(value, key);
  if (key === "context" && wire !== null && !isRecord(wire)) throw new TypeError("context must be an object");
  return wire;
}
