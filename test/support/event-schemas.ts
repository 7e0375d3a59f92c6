import { Ajv2020 } from "ajv/dist/2020.js";
import type { AnyValidateFunction } from "ajv/dist/types/index.js";
import { type Operation, readDocument } from "./document.js";

/** The schema of an event's data in the stream of a run or of a thread, by the event's name. */
export const runEventSchemas: Readonly<Record<string, string>> = {
  metadata: "MetadataEventData",
  values: "ValuesEventData",
  updates: "UpdatesEventData",
  messages: "MessagesTupleEventData",
  "messages/metadata": "MessagesMetadataEventData",
  "messages/partial": "MessagesPartialEventData",
  "messages/complete": "MessagesCompleteEventData",
  custom: "CustomEventData",
  tasks: "TasksEventData",
  checkpoints: "CheckpointsEventData",
  debug: "DebugEventData",
  events: "EventsEventData",
  tools: "ToolsEventData",
  error: "ErrorEventData",
  feedback: "FeedbackEventData",
  state_update: "StateUpdateEventData",
  end: "EndEventData",
};

/** The schema of `params.data` in the thread-centric protocol, by method. */
export const protocolEventSchemas: Readonly<Record<string, string>> = {
  lifecycle: "LifecycleEventData",
  values: "ProtocolValuesData",
  updates: "ProtocolUpdatesData",
  messages: "ProtocolMessagesData",
  tools: "ProtocolToolsData",
  custom: "ProtocolCustomData",
  "input.requested": "InputRequestedData",
  tasks: "ProtocolTasksData",
  checkpoints: "ProtocolCheckpointsData",
};

const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(readDocument(), "api");

/** How an event of a run's stream contradicts the document; nothing when it doesn't. */
export function checkRunEvent(event: string, data: unknown): string[] {
  // `values|child:uuid` is an event of a subgraph, to the schema of `values`.
  const mode = event.split("|")[0] ?? event;
  return complaints(`event ${event}`, runEventSchemas[mode], data);
}

/** How an event of the thread-centric protocol contradicts the document; nothing when it doesn't. */
export function checkProtocolEvent(method: string, envelope: unknown): string[] {
  return [
    ...complaints(`event ${method}`, "ProtocolEvent", envelope),
    ...complaints(`data of event ${method}`, protocolEventSchemas[method], dataOf(envelope)),
  ];
}

/** How a successful answer contradicts the document, where it is JSON that was sent as plain text. */
export function checkTextBody({ method, path }: Operation, status: number, body: unknown): string[] {
  const segments = [
    "paths",
    path,
    method.toLowerCase(),
    "responses",
    String(status),
    "content",
    "application/json",
  ];
  const pointer = [...segments, "schema"].map((segment) =>
    segment.replaceAll("~", "~0").replaceAll("/", "~1"),
  );
  const validate = ajv.getSchema(`api#/${pointer.map(encodeURIComponent).join("/")}`);
  return validate === undefined ? [] : check("response.body", validate, body);
}

function dataOf(envelope: unknown): unknown {
  const params = isRecord(envelope) ? envelope.params : undefined;
  return isRecord(params) ? params.data : undefined;
}

function complaints(place: string, schema: string | undefined, data: unknown): string[] {
  if (schema === undefined) return [`${place}: the document has no schema for it`];
  const validate = ajv.getSchema(`api#/components/schemas/${schema}`);
  if (validate === undefined) return [`${place}: the document has no ${schema}`];
  return check(`${place}: ${schema}`, validate, data);
}

function check(place: string, validate: AnyValidateFunction, data: unknown): string[] {
  if (validate(data)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${place}${instancePath} ${message ?? ""}`,
  );
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
