import { describe, expect, test } from "vitest";
import { EventParser, EventTooLargeError, type ServerEvent } from "../../src/run/event-parser.js";
import { heapMb } from "../support/leftovers.js";
import { cutAt, parseChunks } from "./support/parse-chunks.js";
import { readEventStream } from "./support/reference-event-stream.js";

const encoder = new TextEncoder();

const read = (...chunks: string[]) => parseChunks(chunks.map((chunk) => encoder.encode(chunk)));

const message = (data: string): ServerEvent => ({ id: undefined, event: "message", data });

/** What a stream is read as; text alone is the data of a message without an id. */
type Expected = (string | Partial<ServerEvent>)[];

const toEvents = (expected: Expected): ServerEvent[] =>
  expected.map((one) => (typeof one === "string" ? message(one) : { ...message(""), ...one }));

test.each<[what: string, text: string, events: Expected]>([
  [
    "name, data and id",
    'event: values\ndata: {"a":1}\nid: 7\n\n',
    [{ id: "7", event: "values", data: '{"a":1}' }],
  ],
  ["an unnamed event, and one with an empty name", "data: a\n\nevent:\ndata: b\n\n", ["a", "b"]],
  ["the last of several names", "event: a\nevent: b\ndata: x\n\n", [{ event: "b", data: "x" }]],
  ["a name without data, which does not stick", "event: a\n\ndata: x\n\n", ["x"]],
  ["data lines, joined by line feeds", "data: a\ndata: b\ndata\ndata: c\n\n", ["a\nb\n\nc"]],
  ["a first empty data line", "data:\ndata: a\n\n", ["\na"]],
  ["lone empty data lines", "data:\n\ndata\n\ndata: \n\n", ["", "", ""]],
  ["one space after the colon", "data:a\n\ndata: a\n\ndata:  a\n\ndata:\ta\n\n", ["a", "a", " a", "\ta"]],
  ["colons and spaces in a value", "data: a: b :  \n\n", ["a: b :  "]],
  ["unknown fields", "Data: a\n data: b\ndatax: c\ndat: d\nevents: e\nfoo\ndata: f\n\n", ["f"]],
  ["comments within a frame", "data: a\n: comment\n:\ndata: b\n\n", ["a\nb"]],
  ["frames without data", ": ping\n\n:\n\n\n\n\nevent: a\n\nid: 1\n\nretry: 5\n\n", []],
  ["an id, which is its frame's alone", "id: 1\ndata: a\n\ndata: b\n\n", [{ id: "1", data: "a" }, "b"]],
  [
    "an empty id",
    "id: 1\ndata: a\n\nid\ndata: b\n\n",
    [
      { id: "1", data: "a" },
      { id: "", data: "b" },
    ],
  ],
  ["an id with a NUL, which is none", "id: 2\0\ndata: b\n\n", ["b"]],
  ["line ends of every kind", "data: 1\r\ndata: 2\rdata: 3\n\r\ndata: 4\r\r", ["1\n2\n3", "4"]],
  ["other separators of Unicode", "data: a\u2028b\u2029c\u0085d\ve\f\n\n", ["a\u2028b\u2029c\u0085d\ve\f"]],
  ["a byte order mark before a blank line", "\ufeff\ndata: a\n\n", ["a"]],
  ["a byte order mark before a comment", "\ufeff: hi\ndata: a\n\n", ["a"]],
  ["a byte order mark after a comment", ": hi\n\ufeffdata: a\n\n", []],
  ["two byte order marks", "\ufeff\ufeffdata: a\n\n", []],
  ["byte order marks elsewhere", "\ufeffdata: \ufeffa\n\n\ufeffdata: b\n\n", ["\ufeffa"]],
])("%s", (_, text, events) => {
  expect(read(text).events).toEqual(toEvents(events));
  expect(readEventStream(encoder.encode(text)).events).toEqual(toEvents(events));
});

describe("retry", () => {
  test.each([
    ["retry: 1500\n", 1500],
    ["retry: 1\n\ndata: a\n\nretry: 20\n", 20],
    [`retry: ${"9".repeat(400)}\n`, Number.MAX_SAFE_INTEGER],
  ])("%j is %d ms, at once and for good", (text, ms) => {
    expect(read(text).retryMs).toBe(ms);
  });

  test.each(["", " ", "1.5", "-1", "+1", "1e3", "0x10", "12a", " 12", "12 ", "١٢"])(
    "%j is ignored",
    (value) => {
      expect(read(`retry: 7\nretry: ${value}\n\n`).retryMs).toBe(7);
    },
  );
});

describe("cut between chunks", () => {
  test("a CRLF is one line end", () => {
    expect(read("data: 1\r", "\ndata: 2\r", "\n", "\r", "\n").events).toEqual([message("1\n2")]);
  });

  test("a CR does not swallow a later LF that ends a line of its own", () => {
    expect(read("data: 1\r", "data: 2", "\n", "\n").events).toEqual([message("1\n2")]);
  });

  test("a stream of everything gives the same, wherever it is cut", () => {
    const transcript = encoder.encode(
      [
        '\ufeffevent: metadata\r\ndata: {"run_id":"1","attempt":1}\r\nid: 0\r\n\r\n',
        ': heartbeat\n\nevent: values\ndata: {\ndata:   "text": "héllo 好 🦜"\ndata: }\nid: 1\n\n',
        "retry: 250\rdata:\rdata: x\rid: 2\r\r",
        'event: messages|child:0198\ndata: "a\\nb"\n\nid\ndata: last\n\nid: lost\ndata: cut',
      ].join(""),
    );
    const expected = readEventStream(transcript);
    expect(expected).toMatchObject({ events: { length: 5 }, wasCut: true });
    for (let at = 0; at < transcript.length; at += 1) {
      expect(parseChunks(cutAt(transcript, [at])), `cut at byte ${at}`).toEqual(expected);
      expect(parseChunks(cutAt(transcript, [at, at + 1])), `cut around byte ${at}`).toEqual(expected);
    }
  });

  test("an event comes with the byte that completes it, a CR among them", () => {
    const parser = new EventParser();
    expect(parser.push(encoder.encode("data: a\n"))).toEqual([]);
    expect(parser.push(encoder.encode("\n"))).toEqual([message("a")]);
    expect(parser.push(encoder.encode("data: a\r\n\r"))).toEqual([message("a")]);
    expect(parser.push(encoder.encode("\ndata: b\r\n\r\n"))).toEqual([message("b")]);
  });

  test.each([8191, 8192, 8193, 16_384, 70_000])("a data line of %i bytes survives any size", (length) => {
    const data = "x".repeat(length);
    const bytes = encoder.encode(`event: big\ndata: ${data}\nid: 1\n\ndata: ${data}\ndata: ${data}\n\n`);
    for (const size of [1000, 8192, 16_384, bytes.length]) {
      const offsets = Array.from({ length: Math.floor(bytes.length / size) }, (_, index) => index * size);
      const events = toEvents([{ id: "1", event: "big", data }, `${data}\n${data}`]);
      expect(parseChunks(cutAt(bytes, offsets)).events).toEqual(events);
    }
  });
});

test("broken UTF-8 becomes replacement characters and does not eat the line's end", () => {
  const bytes = Uint8Array.from([...encoder.encode("data: a"), 0xe5, 0xa5, 0x0a, 0x0a]);
  expect(parseChunks([bytes]).events).toEqual([message("a\ufffd")]);
});

describe("the end of the stream", () => {
  test.each([
    ["nothing at all", ""],
    ["a finished event", "data: a\n\n"],
    ["a finished event whose CRLF lost its LF", "data: a\r\n\r"],
    ["a finished comment", "data: a\n\n: ping\n"],
    ["half a comment", "data: a\n\n: pi"],
  ])("after %s nothing is lost", (_, text) => {
    expect(read(text).wasCut).toBe(false);
  });

  test.each([
    ["half a field name", "data: a\n\nda"],
    ["half a data line", "data: a\n\ndata: b"],
    ["a data line without the blank line", "data: a\n\ndata: b\n"],
    ["a name without data", "data: a\n\nevent: x\n"],
    ["an empty name", "data: a\n\nevent:\n"],
    ["an id without data", "data: a\n\nid: 4\n"],
    ["a comment inside a frame", "data: a\n\nevent: x\n: ping\n"],
  ])("after %s the unfinished event is discarded, and said to be", (_, text) => {
    expect(read(text)).toMatchObject({ wasCut: true, events: [message("a")] });
  });
});

describe("the size limit", () => {
  const limited = () => new EventParser({ maxEventBytes: 100 });

  test("events within it pass, and comments without end are none", () => {
    const parser = limited();
    for (let count = 0; count < 50; count += 1) {
      expect(parser.push(encoder.encode(`: ping\n: ping\ndata: ${"x".repeat(90)}\n\n`))).toHaveLength(1);
    }
  });

  test.each([
    ["one long line", `data: ${"x".repeat(200)}`],
    ["one long finished line", `data: ${"x".repeat(200)}\n\n`],
    ["many lines", "data: xxxxxxxxx\n".repeat(20)],
    ["many empty lines", "data\n".repeat(200)],
    ["a comment without an end", `: ${"x".repeat(200)}`],
  ])("%s above it is an error, in one chunk and byte by byte", (_, text) => {
    const bytes = encoder.encode(text);
    expect(() => limited().push(bytes)).toThrow(EventTooLargeError);
    const bytewise = limited();
    expect(() => bytes.forEach((byte) => void bytewise.push(Uint8Array.of(byte)))).toThrow(
      "larger than 100 bytes",
    );
  });

  test("events completed before it in the same chunk are delivered first", () => {
    const parser = limited();
    const chunk = encoder.encode(`id: 1\ndata: a\n\nid: 2\ndata: ${"x".repeat(200)}\n\ndata: c\n\n`);
    expect(parser.push(chunk)).toEqual([{ id: "1", event: "message", data: "a" }]);
    expect(() => parser.push(encoder.encode("data: d\n\n"))).toThrow(EventTooLargeError);
    expect(() => parser.end()).toThrow(EventTooLargeError);
  });
});

describe("cost", () => {
  test("four times the bytes of one event take about four times the work, not sixteen times", () => {
    const workOf = (megabytes: number) => {
      const chunk = new Uint8Array(16_384).fill(0x78);
      const parser = new EventParser();
      parser.push(encoder.encode("data: "));
      const before = process.cpuUsage();
      for (let count = 0; count < megabytes * 64; count += 1) parser.push(chunk);
      const [event] = parser.push(encoder.encode("\n\n"));
      expect(event?.data.length).toBe(megabytes * 64 * chunk.length);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    workOf(4);
    const least = (megabytes: number) => Math.min(workOf(megabytes), workOf(megabytes), workOf(megabytes));
    expect(least(16) / least(4)).toBeLessThan(10);
  });

  test("many events leave memory as it was", async () => {
    const parser = new EventParser();
    const chunk = encoder.encode('event: messages\ndata: {"a":1}\nid: 1\n\n'.repeat(1000));
    const pushEvents = (thousands: number) => {
      for (let count = 0; count < thousands; count += 1) expect(parser.push(chunk)).toHaveLength(1000);
    };
    pushEvents(20);
    const before = [await heapMb(), process.memoryUsage().arrayBuffers] as const;
    pushEvents(200);
    // ten bytes more for each event are too many
    expect((await heapMb()) - before[0]).toBeLessThan(2);
    expect(process.memoryUsage().arrayBuffers - before[1]).toBeLessThan(1024 * 1024);
  });
});
