import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readDocument, readOperations } from "../support/document.js";
import {
  checkBody,
  checkProtocolEvent,
  checkRunEvent,
  isRecord,
  PROTOCOL_EVENTS,
  RUN_EVENTS,
} from "../support/event-schemas.js";

const examples = new URL("../../openapi/examples/", import.meta.url);

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

/** What lies at the end of a path of keys. */
function pick(value: unknown, ...keys: string[]): unknown {
  return keys.reduce((at, key) => (isRecord(at) ? at[key] : undefined), value);
}

/** `values|child:uuid` is an event of a subgraph, to the schema of `values`. */
const toMode = (event: string) => event.split("|")[0] ?? event;

const placed = ({ place }: Frame, complaints: string[]) => complaints.map((one) => `${place}: ${one}`);

const checkRunFrame = (frame: Frame) => placed(frame, checkRunEvent(frame.event, frame.data));

const checkProtocolFrame = (frame: Frame) => {
  const { event, data, id } = frame;
  return placed(frame, [
    ...checkProtocolEvent(event, data),
    ...(pick(data, "method") === event ? [] : ["the data names another method"]),
    ...(String(pick(data, "seq")) === id ? [] : ["the id is not the seq"]),
  ]);
};

/** Every example that the document has for an event stream. */
function documentedStreams(): string[] {
  const operations = Object.values(pick(readDocument(), "paths") ?? {}).flatMap((item) =>
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
    const operation = readOperations().get("sendA2aMessage");
    if (operation === undefined) throw new Error("the document has no such operation");
    const frames = streams.filter(isA2a).flatMap(toFrames);
    expect(frames.flatMap(({ data }) => checkBody(operation, 200, data))).toEqual([]);
    expect(frames).not.toEqual([]);
  });

  it("show every kind of event that has a schema", () => {
    const shown = (all: Frame[]) => new Set(all.map(({ event }) => toMode(event)));
    expect(shown(streams.filter(isRunStream).flatMap(toFrames))).toEqual(new Set(RUN_EVENTS));
    expect(shown(streams.filter(isProtocol).flatMap(toFrames))).toEqual(new Set(PROTOCOL_EVENTS));
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
    expect(checkRunEvent(event, data)).not.toEqual([]);
  });
});
