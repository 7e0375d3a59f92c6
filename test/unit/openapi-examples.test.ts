import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";

const examples = new URL("../../openapi/examples/", import.meta.url);
const document: unknown = JSON.parse(
  readFileSync(new URL("../../generated/server-api.json", import.meta.url), "utf8"),
);

/** The schema of an event's data in the stream of a run or of a thread, by the event's name. */
const eventSchemas: Record<string, string> = {
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
const protocolSchemas: Record<string, string> = {
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

interface Frame {
  /** Where it stands, for a person who has to find it. */
  place: string;
  event: string;
  data: unknown;
  id: string | undefined;
}

interface Example {
  name: string;
  text: string;
}

const streams: Example[] = readdirSync(examples)
  .filter((name) => name.endsWith(".sse"))
  .map((name) => ({ name, text: readFileSync(new URL(name, examples), "utf8") }));

const isA2a = ({ name }: Example) => name.startsWith("a2a-");
const isProtocol = ({ name }: Example) => name.startsWith("thread-events");
const isRunStream = (example: Example) => !isA2a(example) && !isProtocol(example);

/** The frames of a stream, without those that are comments only. Split by hand: the parser is tested elsewhere. */
function toFrames({ name, text }: Example): Frame[] {
  return text
    .split("\n\n")
    .map((block, index) => ({ place: `${name}, block ${index + 1}`, lines: block.split("\n") }))
    .filter(({ lines }) => lines.some((line) => line.startsWith("data: ")))
    .map(({ place, lines }) => ({
      place,
      event: field(lines, "event") ?? "message",
      data: JSON.parse(field(lines, "data") ?? "null"),
      id: field(lines, "id"),
    }));
}

function field(lines: string[], name: string): string | undefined {
  return lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What lies at the end of a path of keys. */
function pick(value: unknown, ...keys: string[]): unknown {
  return keys.reduce((at, key) => (isObject(at) ? at[key] : undefined), value);
}

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
if (isObject(document)) ajv.addSchema(document, "api");

function toValidator(pointer: string): ValidateFunction {
  const validate = ajv.getSchema(`api#${pointer}`);
  if (validate === undefined) throw new Error(`the document has nothing at ${pointer}`);
  return validate;
}

/** What is wrong with a value; nothing when it conforms. */
function complaints(place: string, schema: string | undefined, data: unknown): string[] {
  if (schema === undefined) return [`${place}: no schema is named for such an event`];
  const validate = toValidator(`/components/schemas/${schema}`);
  if (validate(data)) return [];
  return (validate.errors ?? []).map(
    (error) => `${place}: ${schema}${error.instancePath} ${error.message ?? ""}`,
  );
}

/** `values|child:uuid` is an event of a subgraph, to the schema of `values`. */
const toMode = (event: string) => event.split("|")[0] ?? event;

function checkRunFrame({ place, event, data }: Frame): string[] {
  return complaints(`${place} (${event})`, eventSchemas[toMode(event)], data);
}

function checkProtocolFrame({ place, event, data, id }: Frame): string[] {
  const where = `${place} (${event})`;
  return [
    ...complaints(where, "ProtocolEvent", data),
    ...complaints(where, protocolSchemas[event], pick(data, "params", "data")),
    ...(pick(data, "method") === event ? [] : [`${where}: the data names another method`]),
    ...(String(pick(data, "seq")) === id ? [] : [`${where}: the id is not the seq`]),
  ];
}

/** Every example that the document has for an event stream. */
function documentedStreams(): string[] {
  const operations = Object.values(pick(document, "paths") ?? {}).flatMap((item) =>
    Object.values(item ?? {}),
  );
  return operations
    .map((operation) => pick(operation, "responses", "200", "content", "text/event-stream", "examples"))
    .flatMap((named) => Object.values(named ?? {}))
    .map((example) => String(pick(example, "value")));
}

describe("the examples of event streams", () => {
  it("are event streams, byte for byte", () => {
    const wrong = streams.flatMap(({ name, text }) => [
      ...(text.endsWith("\n\n") ? [] : [`${name}: the last frame is not closed`]),
      ...(/\r|\n\n\n/.test(text) ? [`${name}: has a carriage return or a superfluous blank line`] : []),
      ...text
        .split("\n")
        .filter((line) => !/^$|^: ?\w+$|^(event|id): \S+$|^data: \S/.test(line))
        .map((line) => `${name}: no line of an event stream: ${line}`),
    ]);
    expect(wrong).toEqual([]);
  });

  it("carry the data that the document describes, in the streams of runs and threads", () => {
    expect(streams.filter(isRunStream).flatMap(toFrames).flatMap(checkRunFrame)).toEqual([]);
  });

  it("carry the data that the document describes, in the thread-centric protocol", () => {
    expect(streams.filter(isProtocol).flatMap(toFrames).flatMap(checkProtocolFrame)).toEqual([]);
  });

  it("carry the answers that the document describes, in A2A", () => {
    const validate = toValidator(
      "/paths/~1a2a~1%7Bassistant_id%7D/post/responses/200/content/application~1json/schema",
    );
    const frames = streams.filter(isA2a).flatMap(toFrames);
    expect(frames.filter(({ data }) => !validate(data))).toEqual([]);
    expect(frames).not.toEqual([]);
  });

  it("show every kind of event that has a schema", () => {
    const shown = (all: Frame[]) => [...new Set(all.map(({ event }) => toMode(event)))].sort();
    expect(shown(streams.filter(isRunStream).flatMap(toFrames))).toEqual(Object.keys(eventSchemas).sort());
    expect(shown(streams.filter(isProtocol).flatMap(toFrames))).toEqual(Object.keys(protocolSchemas).sort());
  });

  it("count their ids up, where they have any", () => {
    const wrong = streams.filter(isRunStream).flatMap((example) => {
      const ids = toFrames(example).flatMap(({ id }) => (id === undefined ? [] : [Number.parseInt(id, 10)]));
      return ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? id)) ? [] : [example.name];
    });
    expect(wrong).toEqual([]);
  });

  it("are all in the document, unaltered, and the document has no others", () => {
    expect([...new Set(documentedStreams())].sort()).toEqual(streams.map(({ text }) => text).sort());
  });
});

describe("the check of the examples", () => {
  it.each([
    ["metadata", { attempt: 1 }],
    ["messages", [{ type: "ai", content: "Hello" }]],
    ["messages", [{ type: "ai" }, {}]],
    ["tasks", { id: "1", name: "node" }],
    ["checkpoints|child:1", { id: "1", source: "loop" }],
    ["debug", { type: "task", step: 1, timestamp: "now", payload: {} }],
    ["tools", { event: "on_tool_nap", name: "nap" }],
    ["error", { error: "Error" }],
    ["unheard-of", {}],
  ])("refuses wrong data of %s", (event, data) => {
    expect(checkRunFrame({ place: "here", event, data, id: undefined })).not.toEqual([]);
  });
});
