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

/** Events whose id is their number: each one counted through all runs of the thread. */
const numbered = (seq: number, word: string, timestamp = 1000 + seq) =>
  toEvent(seq, String(seq), word, timestamp);

const startAt = (startSeq: number | undefined, afterSeq: number): RunStart => ({
  runId: own,
  afterSeq,
  startSeq,
});

test("goes on behind the last number, and passes over what is repeated", () => {
  const filter = new NumberedEvents(startAt(1, 0));
  expect(taken(filter, [numbered(1, "running"), numbered(2, "a")])).toEqual(["running", "a"]);
  expect(filter.seq).toBe(2);
  filter.connected();
  expect(taken(filter, [numbered(2, "a"), numbered(3, "completed")])).toEqual(["completed"]);
});

test("leaves out what an earlier run still sends between the start and its answer", () => {
  const filter = new NumberedEvents(startAt(10, 7));
  const events = [numbered(8, "old"), numbered(9, "completed"), numbered(10, "running"), numbered(11, "new")];
  expect(taken(filter, events)).toEqual(["running", "new"]);
});

test("leaves out the end of an earlier run that comes once more as this one starts", () => {
  const filter = new NumberedEvents(startAt(11, 9));
  const events = [
    numbered(10, "interrupted"),
    numbered(11, "completed"),
    numbered(12, "new"),
    numbered(13, "completed"),
  ];
  expect(taken(filter, events)).toEqual(["new", "completed"]);
});

test("takes all of a run that was over before its start was answered", () => {
  const filter = new NumberedEvents(startAt(10, 7));
  expect(taken(filter, [numbered(8, "running"), numbered(9, "a"), numbered(10, "completed")])).toEqual([
    "running",
    "a",
    "completed",
  ]);
});

test("begins at the next start where the answer to its own got lost", () => {
  const filter = new NumberedEvents(startAt(undefined, 7));
  expect(taken(filter, [numbered(8, "completed"), numbered(9, "running"), numbered(10, "a")])).toEqual([
    "running",
    "a",
  ]);
});

test("takes what a restarted server sends, which counts anew, by its time", () => {
  const filter = new NumberedEvents(startAt(1, 0));
  taken(filter, [numbered(1, "running"), numbered(2, "a"), numbered(3, "b")]);
  filter.connected();
  const anew = [numbered(1, "running", 5000), numbered(2, "c", 5001), numbered(3, "completed", 5002)];
  expect(taken(filter, anew)).toEqual(["running", "c", "completed"]);
  expect([filter.wasRestarted, filter.isReplaced]).toEqual([true, false]);
});

test("begins anew where the answer to an interrupt came from a restarted server", () => {
  const filter = new NumberedEvents(startAt(1, 3));
  expect(filter.seq).toBe(0);
  expect(taken(filter, [numbered(1, "running", 5000), numbered(2, "completed", 5001)])).toEqual([
    "running",
    "completed",
  ]);
});

test("ends where another run begins whose place in the thread is this one's", () => {
  const filter = new NumberedEvents(startAt(1, 0));
  expect(taken(filter, [numbered(1, "running"), numbered(2, "a"), numbered(3, "running")])).toEqual([
    "running",
    "a",
  ]);
  expect(filter.isReplaced).toBe(true);
});
