import { describe, expect, test } from "vitest";
import { EventParser, EventTooLargeError, type ServerEvent } from "../../src/run/event-parser.js";
import { cutAt, parseChunks } from "./support/parse-chunks.js";
import { readEventStream } from "./support/reference-event-stream.js";

const encoder = new TextEncoder();

function read(...chunks: string[]) {
  return parseChunks(chunks.map((chunk) => encoder.encode(chunk)));
}

function message(data: string): ServerEvent {
  return { id: undefined, event: "message", data };
}

describe("fields", () => {
  test("an event has the name, data and id of its frame", () => {
    expect(read('event: values\ndata: {"a":1}\nid: 7\n\n').events).toEqual([
      { id: "7", event: "values", data: '{"a":1}' },
    ]);
  });

  test("an unnamed event, and one with an empty name, is a message", () => {
    expect(read("data: a\n\nevent:\ndata: b\n\n").events).toEqual([message("a"), message("b")]);
  });

  test("the last of several names wins", () => {
    expect(read("event: a\nevent: b\ndata: x\n\n").events[0]?.event).toBe("b");
  });

  test("the name of a frame without data does not stick to the next frame", () => {
    expect(read("event: a\n\ndata: x\n\n").events).toEqual([message("x")]);
  });

  test("data lines are joined by line feeds", () => {
    expect(read("data: a\ndata: b\ndata\ndata: c\n\n").events).toEqual([message("a\nb\n\nc")]);
  });

  test("a first empty data line is kept", () => {
    expect(read("data:\ndata: a\n\n").events).toEqual([message("\na")]);
  });

  test("a lone empty data line, with or without a colon, is an event with empty data", () => {
    expect(read("data:\n\ndata\n\ndata: \n\n").events).toEqual([message(""), message(""), message("")]);
  });

  test("exactly one space after the colon is dropped", () => {
    expect(read("data:a\n\ndata: a\n\ndata:  a\n\ndata:\ta\n\n").events.map((event) => event.data)).toEqual([
      "a",
      "a",
      " a",
      "\ta",
    ]);
  });

  test("a value keeps its colons and its spaces at the end", () => {
    expect(read("data: a: b :  \n\n").events).toEqual([message("a: b :  ")]);
  });

  test("unknown fields, and known ones in another case or with a space before the name, are ignored", () => {
    expect(read("Data: a\n data: b\ndatax: c\ndat: d\nevents: e\nfoo\ndata: f\n\n").events).toEqual([
      message("f"),
    ]);
  });

  test("a comment is ignored within a frame", () => {
    expect(read("data: a\n: comment\n:\ndata: b\n\n").events).toEqual([message("a\nb")]);
  });

  test("a frame without data is no event: heartbeats, blank lines, names and ids alone", () => {
    expect(read(": ping\n\n:\n\n\n\n\nevent: a\n\nid: 1\n\nretry: 5\n\n").events).toEqual([]);
  });
});

describe("ids", () => {
  test("a frame's id is its own, the last id outlives the frame", () => {
    const parsed = read("id: 1\ndata: a\n\ndata: b\n\n");
    expect(parsed.events.map((event) => event.id)).toEqual(["1", undefined]);
  });

  test("an empty id is an id, and resets the last one", () => {
    const parsed = read("id: 1\ndata: a\n\nid\ndata: b\n\n");
    expect(parsed.events[1]?.id).toBe("");
  });

  test("an id with a NUL is ignored", () => {
    const parsed = read("id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n");
    expect(parsed.events[1]?.id).toBeUndefined();
  });

  test("a frame without data still sets the last id", () => {});

  test("the id of a frame that was cut is not the last id: resuming from it would lose the frame", () => {});
});

describe("retry", () => {
  test("digits are milliseconds, at once and for good", () => {
    expect(read("retry: 1500\n").retryMs).toBe(1500);
    expect(read("retry: 1\n\ndata: a\n\nretry: 20\n").retryMs).toBe(20);
  });

  test.each(["", " ", "1.5", "-1", "+1", "1e3", "0x10", "12a", " 12", "12 ", "١٢"])(
    "%j is ignored",
    (value) => {
      expect(read(`retry: 7\nretry: ${value}\n\n`).retryMs).toBe(7);
    },
  );

  test("an absurd number stays a finite one", () => {
    expect(read(`retry: ${"9".repeat(400)}\n`).retryMs).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe("line ends", () => {
  test.each([
    ["LF", "\n"],
    ["CR", "\r"],
    ["CRLF", "\r\n"],
  ])("%s ends lines and frames", (_, end) => {
    const text = ["event: a", "data: 1", "data: 2", "", "data: 3", "", ""].join(end);
    expect(read(text).events).toEqual([{ id: undefined, event: "a", data: "1\n2" }, message("3")]);
  });

  test("they may be mixed", () => {
    expect(read("data: 1\r\ndata: 2\rdata: 3\n\r\ndata: 4\r\r").events).toEqual([
      message("1\n2\n3"),
      message("4"),
    ]);
  });

  test("a CRLF cut between chunks is one line end", () => {
    expect(read("data: 1\r", "\ndata: 2\r", "\n", "\r", "\n").events).toEqual([message("1\n2")]);
  });

  test("a CR at the end of a chunk does not swallow a later LF that ends a line of its own", () => {
    expect(read("data: 1\r", "data: 2", "\n", "\n").events).toEqual([message("1\n2")]);
  });

  test("an event is there as soon as its blank line's CR is, without waiting for an LF", () => {
    const parser = new EventParser();
    expect(parser.push(encoder.encode("data: a\r\n\r"))).toEqual([message("a")]);
    expect(parser.push(encoder.encode("\ndata: b\r\n\r\n"))).toEqual([message("b")]);
  });

  test("other Unicode line separators end nothing", () => {
    expect(read("data: a\u2028b\u2029c\u0085d\ve\f\n\n").events).toEqual([
      message("a\u2028b\u2029c\u0085d\ve\f"),
    ]);
  });
});

describe("UTF-8", () => {
  test("a byte order mark is dropped at the start, even cut into its bytes", () => {
    const marked = encoder.encode("\ufeffdata: a\n\n");
    expect(parseChunks([marked]).events).toEqual([message("a")]);
    expect(parseChunks(cutAt(marked, [1, 2, 3])).events).toEqual([message("a")]);
  });

  test("it is dropped before a blank line and a comment too", () => {
    expect(read("\ufeff\ndata: a\n\n").events).toEqual([message("a")]);
    expect(read("\ufeff: hi\ndata: a\n\n").events).toEqual([message("a")]);
  });

  test("only one is dropped, and none anywhere else", () => {
    expect(read("\ufeff\ufeffdata: a\n\n").events).toEqual([]);
    expect(read("\ufeffdata: \ufeffa\n\n\ufeffdata: b\n\n").events).toEqual([message("\ufeffa")]);
  });

  test("characters cut between chunks are whole again", () => {
    const bytes = encoder.encode("event: é\ndata: 好🦜\nid: ü\n\n");
    for (let at = 0; at <= bytes.length; at += 1) {
      expect(parseChunks(cutAt(bytes, [at])).events).toEqual([{ id: "ü", event: "é", data: "好🦜" }]);
    }
  });

  test("broken sequences become replacement characters and do not eat the line's end", () => {
    const bytes = Uint8Array.from([...encoder.encode("data: a"), 0xe5, 0xa5, 0x0a, 0x0a]);
    expect(parseChunks([bytes]).events).toEqual([message("a\ufffd")]);
  });
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
    const parsed = read(text);
    expect(parsed.wasCut).toBe(true);
    expect(parsed.events).toEqual([message("a")]);
  });
});

describe("chunks", () => {
  const transcript = encoder.encode(
    [
      '\ufeffevent: metadata\r\ndata: {"run_id":"1","attempt":1}\r\nid: 0\r\n\r\n',
      ': heartbeat\n\nevent: values\ndata: {\ndata:   "text": "héllo 好 🦜"\ndata: }\nid: 1\n\n',
      "retry: 250\rdata:\rdata: x\rid: 2\r\r",
      'event: messages|child:0198\ndata: "a\\nb"\n\nid\ndata: last\n\nid: lost\ndata: cut',
    ].join(""),
  );
  const expected = readEventStream(transcript);

  test("the transcript has events to lose", () => {
    expect(expected.events.map((event) => event.event)).toEqual([
      "metadata",
      "values",
      "message",
      "messages|child:0198",
      "message",
    ]);
    expect(expected.wasCut).toBe(true);
  });

  test("every cut into two chunks gives the same", () => {
    for (let at = 0; at <= transcript.length; at += 1) {
      expect(parseChunks(cutAt(transcript, [at])), `cut at byte ${at}`).toEqual(expected);
    }
  });

  test("every two neighbouring cuts give the same", () => {
    for (let at = 0; at < transcript.length; at += 1) {
      expect(parseChunks(cutAt(transcript, [at, at + 1])), `cut around byte ${at}`).toEqual(expected);
    }
  });

  test("chunks of one byte, with empty ones between, give the same", () => {
    const offsets = Array.from({ length: transcript.length }, (_, index) => [index, index]).flat();
    expect(parseChunks(cutAt(transcript, offsets))).toEqual(expected);
  });

  test("an event comes with the byte that completes it", () => {
    const parser = new EventParser();
    expect(parser.push(encoder.encode("data: a\n"))).toEqual([]);
    expect(parser.push(encoder.encode("\n"))).toEqual([message("a")]);
  });

  test.each([8191, 8192, 8193, 16_384, 70_000])(
    "a data line of %i bytes survives any chunk size",
    (length) => {
      const data = "x".repeat(length);
      const bytes = encoder.encode(`event: big\ndata: ${data}\nid: 1\n\ndata: ${data}\ndata: ${data}\n\n`);
      for (const size of [1000, 8192, 16_384, bytes.length]) {
        const offsets = Array.from({ length: Math.floor(bytes.length / size) }, (_, index) => index * size);
        expect(parseChunks(cutAt(bytes, offsets)).events).toEqual([
          { id: "1", event: "big", data },
          message(`${data}\n${data}`),
        ]);
      }
    },
  );
});

describe("the size limit", () => {
  test("an event within it passes, again and again", () => {
    const parser = new EventParser({ maxEventBytes: 100 });
    for (let count = 0; count < 50; count += 1) {
      expect(parser.push(encoder.encode(`data: ${"x".repeat(90)}\n\n`))).toHaveLength(1);
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
    const whole = new EventParser({ maxEventBytes: 100 });
    expect(() => whole.push(bytes)).toThrow(EventTooLargeError);
    const bytewise = new EventParser({ maxEventBytes: 100 });
    expect(() => bytes.forEach((byte) => void bytewise.push(Uint8Array.of(byte)))).toThrow(
      "larger than 100 bytes",
    );
  });

  test("comments without end are no event", () => {
    const parser = new EventParser({ maxEventBytes: 100 });
    for (let count = 0; count < 100; count += 1) parser.push(encoder.encode(": ping\n"));
    expect(parser.push(encoder.encode("data: a\n\n"))).toEqual([message("a")]);
  });

  test("events completed before it in the same chunk are delivered first", () => {
    const parser = new EventParser({ maxEventBytes: 100 });
    const chunk = encoder.encode(`id: 1\ndata: a\n\nid: 2\ndata: ${"x".repeat(200)}\n\ndata: c\n\n`);
    expect(parser.push(chunk)).toEqual([{ id: "1", event: "message", data: "a" }]);
    expect(() => parser.push(encoder.encode("data: d\n\n"))).toThrow(EventTooLargeError);
    expect(() => parser.end()).toThrow(EventTooLargeError);
  });

  test("the error says its name and limit", () => {
    const error = new EventTooLargeError(5);
    expect(error).toMatchObject({ name: "EventTooLargeError", maxEventBytes: 5 });
  });
});

describe("cost", () => {
  test("an event of many chunks is read whole", () => {
    const data = JSON.stringify({ text: "x".repeat(4 * 1024 * 1024) });
    const bytes = encoder.encode(`event: values\ndata: ${data}\nid: 1\n\n`);
    const parser = new EventParser();
    const events: ServerEvent[] = [];
    for (let at = 0; at < bytes.length; at += 16_384)
      events.push(...parser.push(bytes.subarray(at, at + 16_384)));
    expect(events).toHaveLength(1);
    expect(events[0]?.data === data).toBe(true);
  });

  test("four times the bytes of one event take about four times the work, not sixteen times", () => {
    const workOf = (megabytes: number) => {
      const chunk = new Uint8Array(16_384).fill(0x78);
      const parser = new EventParser();
      parser.push(encoder.encode("data: "));
      const before = process.cpuUsage();
      for (let count = 0; count < megabytes * 64; count += 1) parser.push(chunk);
      expect(parser.push(encoder.encode("\n\n"))).toHaveLength(1);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    workOf(8);
    const least = (megabytes: number) => Math.min(workOf(megabytes), workOf(megabytes), workOf(megabytes));
    expect(least(32) / least(8)).toBeLessThan(10);
  });

  test("a million events leave memory as it was", () => {
    const parser = new EventParser();
    const chunk = encoder.encode('event: messages\ndata: {"a":1}\nid: 1\n\n'.repeat(1000));
    for (let count = 0; count < 50; count += 1) parser.push(chunk);
    const before = process.memoryUsage();
    let events = 0;
    for (let count = 0; count < 1000; count += 1) events += parser.push(chunk).length;
    const after = process.memoryUsage();
    expect(events).toBe(1_000_000);
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(8 * 1024 * 1024);
    expect(after.heapUsed - before.heapUsed).toBeLessThan(64 * 1024 * 1024);
  });
});
