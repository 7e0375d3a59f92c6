import { expect, test } from "vitest";
import { NamedEvents, NumberedEvents, type RunStart } from "../../src/protocol/run-filter.js";
import type { ThreadEvent } from "../../src/protocol/thread-types.js";

const own = "01a22162-819e-717c-8ce2-30c5b41fb692";
const other = "02b22162-819e-717c-8ce2-30c5b41fb692";
const STATES = ["running", "completed", "interrupted"];

/** An event; a word that is no state of the graph itself is what a node wrote. */
function toEvent(seq: number, event_id: string, word: string, timestamp: number): ThreadEvent {
  const event = STATES.includes(word)
    ? { method: "lifecycle", params: { namespace: [], timestamp, data: { event: word } } }
    : { method: "custom", params: { namespace: [], timestamp, data: { payload: word } } };
  return { type: "event", seq, event_id, ...event } as ThreadEvent;
}

const wordOf = (event: ThreadEvent): unknown => {
  if (event.method === "custom") return (event.params.data as { payload: unknown }).payload;
  return event.method === "lifecycle" ? event.params.data.event : event.method;
};

/** What a filter takes of events, by their words. */
const taken = (filter: NamedEvents | NumberedEvents, events: readonly ThreadEvent[]): unknown[] =>
  events.flatMap((event) => filter.take({ event, size: 10 })).map(({ event }) => wordOf(event));

test("passes over each event that a connection repeats, whatever its number there", () => {
  const filter = new NamedEvents({ runId: own, afterSeq: 0, startSeq: undefined });
  const id = (word: string) => `synth:${own}:lc||${word}`;
  const first = [
    toEvent(1, id("running"), "running", 1),
    toEvent(2, "100-0", "a", 2),
    toEvent(3, "100-0.1", "b", 3),
  ];
  expect(taken(filter, first)).toEqual(["running", "a", "b"]);
  filter.connected();
  const again = [
    toEvent(8, id("running"), "running", 9),
    toEvent(9, "100-0", "a", 9),
    toEvent(10, "100-0.1", "b", 9),
    toEvent(11, "102-0", "c", 9),
    toEvent(12, "102-0", "c", 9),
    toEvent(13, id("completed"), "completed", 9),
  ];
  expect(taken(filter, again)).toEqual(["c", "completed"]);
});

test("takes of a thread's runs the one, where only some events name their run", () => {
  const filter = new NamedEvents({ runId: own, afterSeq: 0, startSeq: undefined });
  const events = [
    toEvent(1, `synth:${other}:lc||running`, "running", 1),
    toEvent(2, "100-0", "of another", 1),
    toEvent(3, `synth:${other}:lc||completed`, "completed", 1),
    toEvent(4, `synth:${own}:lc||running`, "running", 1),
    toEvent(5, "101-0", "own", 1),
  ];
  expect(taken(filter, events)).toEqual(["running", "own"]);
  expect(filter.isReplaced).toBe(false);
  const third = `synth:${other.replace("02", "03")}:lc||running`;
  expect(taken(filter, [toEvent(6, third, "running", 1), toEvent(7, "103-0", "of a third", 1)])).toEqual([]);
  expect(filter.isReplaced).toBe(true);
});

test("takes the events that name their run, among those of runs at the same time", () => {
  const filter = new NamedEvents({ runId: own, afterSeq: 0, startSeq: undefined });
  const events = [
    toEvent(1, `${own}:running:0`, "running", 1),
    toEvent(2, `${other}:running:0`, "running", 1),
    toEvent(3, `${own}_event_1:0`, "a", 1),
    toEvent(4, `${other}_event_1:0`, "x", 1),
    toEvent(5, `${own}_event_1:1`, "b", 1),
    toEvent(6, `${own}_event_2:0`, "completed", 1),
  ];
  expect(taken(filter, events)).toEqual(["running", "a", "b", "completed"]);
  expect(filter.isReplaced).toBe(false);
});

test("keeps no more ids than it needs, and skips a replay of a long run by count", () => {
  const filter = new NamedEvents({ runId: own, afterSeq: 0, startSeq: undefined });
  const events = Array.from({ length: 12_000 }, (_, index) =>
    index === 0
      ? toEvent(1, `synth:${own}:lc||running`, "running", 1)
      : toEvent(index + 1, `${1000 + index}-0`, `${index}`, 1),
  );
  expect(taken(filter, events.slice(0, 11_000))).toHaveLength(11_000);
  filter.connected();
  expect(taken(filter, events)).toEqual(events.slice(11_000).map(wordOf));
});

test("loses nothing where a server no longer replays the beginning of a long run", () => {
  const filter = new NamedEvents({ runId: own, afterSeq: 0, startSeq: undefined });
  const running = toEvent(1, `synth:${own}:lc||running`, "running", 1);
  const events = Array.from({ length: 6600 }, (_, index) =>
    toEvent(index + 2, `${1000 + index}-0`, `${index}`, 1),
  );
  expect(taken(filter, [running, ...events.slice(0, 6000)])).toHaveLength(6001);
  filter.connected();
  expect(taken(filter, [running, ...events.slice(5500)])).toEqual(events.slice(6000).map(wordOf));
});

/** Events of one connection, whose id is their number, counted through all runs of the thread: `8 running`. */
const numbered = (words: string, startTime = 1000): ThreadEvent[] =>
  words.split(", ").map((told) => {
    const [seq = "", word = ""] = told.split(" ");
    return toEvent(Number(seq), seq, word, startTime + Number(seq));
  });

test.for<
  [what: string, start: Omit<RunStart, "runId">, connections: string[], told: string, wasRestarted?: true]
>([
  [
    "goes on behind the last number",
    { startSeq: 1, afterSeq: 0 },
    ["1 running, 2 a", "2 a, 3 completed"],
    "running a completed",
  ],
  [
    "leaves out what an earlier run still sends between the start and its answer",
    { startSeq: 10, afterSeq: 7 },
    ["8 old, 9 completed, 10 running, 11 new"],
    "running new",
  ],
  [
    "leaves out the end of an earlier run that comes once more as this one starts",
    { startSeq: 11, afterSeq: 9 },
    ["10 interrupted, 11 completed, 12 new, 13 completed"],
    "new completed",
  ],
  [
    "takes all of a run that was over before its start was answered",
    { startSeq: 10, afterSeq: 7 },
    ["8 running, 9 a, 10 completed"],
    "running a completed",
  ],
  [
    "begins at the next start where the answer to its own got lost",
    { startSeq: undefined, afterSeq: 7 },
    ["8 completed, 9 running, 10 a"],
    "running a",
  ],
  [
    "takes what a restarted server sends, which counts anew, by its time",
    { startSeq: 1, afterSeq: 0 },
    ["1 running, 2 a, 3 b", "1 running, 2 c, 3 completed"],
    "running a b running c completed",
    true,
  ],
  [
    "begins anew where the answer to an interrupt came from a restarted server",
    { startSeq: 1, afterSeq: 3 },
    ["1 running, 2 completed"],
    "running completed",
  ],
])("%s", ([, start, connections, told, wasRestarted = false]) => {
  const filter = new NumberedEvents({ runId: own, ...start });
  const words = connections.flatMap((events, at) => {
    if (at > 0) filter.connected();
    return taken(filter, numbered(events, wasRestarted ? 1000 + 4000 * at : 1000));
  });
  expect(words.join(" ")).toBe(told);
  expect([filter.wasRestarted, filter.isReplaced]).toEqual([wasRestarted, false]);
});

test("ends where another run begins whose place in the thread is this one's", () => {
  const filter = new NumberedEvents({ runId: own, startSeq: 1, afterSeq: 0 });
  expect(taken(filter, numbered("1 running, 2 a, 3 running"))).toEqual(["running", "a"]);
  expect(filter.isReplaced).toBe(true);
});
