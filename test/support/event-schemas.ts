import { Ajv2020 } from "ajv/dist/2020.js";
import { DocumentValidator } from "../../src/cli/check/validator.js";
import { type Operation, readDocument } from "./document.js";

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

const validator = new DocumentValidator(readDocument(), Ajv2020);

/** How an event of a run's stream contradicts the document; nothing when it doesn't. */
export const checkRunEvent = (event: string, data: unknown): string[] => validator.checkRunEvent(event, data);

/** How an event of the thread-centric protocol contradicts the document; nothing when it doesn't. */
export const checkProtocolEvent = (method: string, envelope: unknown): string[] =>
  validator.checkProtocolEvent(method, envelope);

/** How a JSON answer contradicts the document. */
export const checkBody = (operation: Operation, status: number, body: unknown): string[] =>
  validator.checkResponse(operation, { status, contentType: "application/json", text: JSON.stringify(body) });
