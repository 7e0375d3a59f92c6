import { Ajv2020 } from "ajv/dist/2020.js";
import { Judge } from "../../src/cli/check/judge.js";
import type { Operation } from "../../src/cli/check/operations.js";
import { readDocument } from "./document.js";

export { isRecord } from "../../src/util/record.js";

/** The events of a run's stream that the document has a schema for. */
export const RUN_EVENTS = [
  ...[
    "metadata",
    "values",
    "updates",
    "messages",
    "messages/metadata",
    "messages/partial",
    "messages/complete",
  ],
  ...[
    "custom",
    "tasks",
    "checkpoints",
    "debug",
    "events",
    "tools",
    "error",
    "feedback",
    "state_update",
    "end",
  ],
];

/** Those of the thread-centric protocol. */
export const PROTOCOL_EVENTS = [
  ...["lifecycle", "values", "updates", "messages", "tools", "custom", "input.requested", "tasks"],
  "checkpoints",
];

const judge = new Judge(readDocument(), Ajv2020);

/** How an event of a run's stream contradicts the document; nothing when it doesn't. */
export const checkRunEvent = (event: string, data: unknown): string[] => judge.checkRunEvent(event, data);

/** How an event of the thread-centric protocol contradicts the document; nothing when it doesn't. */
export const checkProtocolEvent = (method: string, envelope: unknown): string[] =>
  judge.checkProtocolEvent(method, envelope);

/** How a successful answer contradicts the document, where it is JSON that was sent as plain text. */
export const checkTextBody = (operation: Operation, status: number, body: unknown): string[] =>
  judge.checkTextBody(operation, status, body);
