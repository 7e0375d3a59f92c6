import { describe, expect, test } from "vitest";
import { BEGINNING, EventDeduplicator } from "../../src/run/event-deduplicator.js";
import type { ServerEvent } from "../../src/run/event-parser.js";

type Told = [id: string | undefined, data: string];

const toEvent = ([id, data]: Told): ServerEvent => ({ id, event: "messages", data });

/** A reader that was told some events, and joins again. */
function rejoined(
  told: Told[],
  { origin = BEGINNING, date = null as string | null, readAt = Number.POSITIVE_INFINITY } = {},
) {
  const events = new EventDeduplicator(origin, () => readAt);
  for (const one of told) expect(events.isNew(toEvent(one))).toBe(true);
  const asked = events.resumeFrom;
  events.rejoin(asked, date);
  return {
    asked,
    events,
    news: (again: Told[]) => again.filter((one) => events.isNew(toEvent(one))).map(([, data]) => data),
  };
}

describe("ids that are milliseconds, which several events share", () => {
  const [first, second, third] = ["1795841778177-0", "1795841778178-0", "1795841778190-0"];

  test("are asked for from the id before the last; what was told of the last is known by data, in order", () => {
    const { asked, news } = rejoined([
      [first, "a"],
      [second, "b"],
      [second, "c"],
    ]);
    expect(asked).toBe(first);
    const replayed: Told[] = [
      [second, "b"],
      [second, "c"],
      [second, "d"],
      [third, "e"],
    ];
    expect(news(replayed)).toEqual(["d", "e"]);
  });

  test("lose no event that says the same as another of its millisecond", () => {
    const told: Told[] = [
      [first, "a"],
      [second, "ha"],
    ];
    const { news } = rejoined(told, { date: new Date(1795841780000).toUTCString() });
    const replayed: Told[] = [
      [second, "ha"],
      [second, "ha"],
      [second, "ha"],
    ];
    expect(news(replayed)).toEqual(["ha", "ha"]);
  });

  test("lose none of those that say the same long after a connection was opened", () => {
    const times = { date: new Date(1795841774000).toUTCString(), readAt: 1795841776000 };
    const { news } = rejoined([[first, "a"]], times);
    const live: Told[] = [
      [first, "a"],
      [second, "ha"],
      [second, "ha"],
      [second, "ha"],
    ];
    expect(news(live)).toEqual(["ha", "ha", "ha"]);
  });

  test("come twice on one connection where a server subscribes before it replays", () => {
    const { news } = rejoined([[first, "a"]], { date: new Date(1795841778000).toUTCString() });
    const twice: Told[] = [
      [first, "a"],
      [second, "b"],
      [third, "c"],
      [second, "b"],
      [third, "c"],
      [third, "d"],
    ];
    expect(news(twice)).toEqual(["b", "c", "d"]);
  });
});

test("a replay from the beginning, where its place was forgotten on the way, doubles nothing that it tells twice", () => {
  const at = 1795841778000;
  const told = (n: number): Told => [`${at + n * 15}-0`, String(n)];
  const before = [0, 1, 2, 3, 4, 5].map(told);
  const { news } = rejoined(before, { date: new Date(at).toUTCString() });
  const replayed = [...before, told(6), told(7)];
  const live = [told(6), told(7), told(8)];
  expect(news([...replayed, ...live])).toEqual(["6", "7", "8"]);
});

test("ids within a run's name are ordered by their number", () => {
  const { asked, news } = rejoined([
    ["run_event_9", "a"],
    ["run_event_10", "b"],
  ]);
  expect(asked).toBe("run_event_9");
  expect(
    news([
      ["run_event_9", "a"],
      ["run_event_10", "b"],
      ["run_event_11", "c"],
    ]),
  ).toEqual(["c"]);
});

test("a replay whose beginning is missing doubles nothing", () => {
  const told: Told[] = Array.from({ length: 30 }, (_, at) => [undefined, `${at}`]);
  const { news } = rejoined(told);
  expect(
    news([
      [undefined, "28"],
      [undefined, "29"],
      [undefined, "30"],
    ]),
  ).toEqual(["30"]);
  const numbered: Told[] = Array.from({ length: 30 }, (_, at) => [`${at}`, `${at}`]);
  expect(
    rejoined(numbered).news([
      ["29", "29"],
      ["30", "30"],
    ]),
  ).toEqual(["30"]);
});

test("events without an id that follow one with an id come again with it", () => {
  const { news } = rejoined([
    ["1", "a"],
    ["2", "b"],
    [undefined, "c"],
  ]);
  expect(
    news([
      ["2", "b"],
      [undefined, "c"],
      [undefined, "d"],
    ]),
  ).toEqual(["d"]);
});

test("a connection that breaks off in the middle of what is known is behind", () => {
  const told: Told[] = [
    [undefined, "a"],
    [undefined, "b"],
  ];
  const { events, news } = rejoined(told);
  news([["0", "a"]]);
  expect(events.isBehind).toBe(true);
  news([["1", "b"]]);
  expect(events.isBehind).toBe(false);
});

test("an event of a numbered stream is known again when the server has since written ids into its messages", () => {
  const { news } = rejoined([
    ["1", '{"event":"on_tool_start"}'],
    ["2", '{"output":{"content":"rain","type":"tool"}}'],
  ]);
  const replayed: Told[] = [
    ["2", '{"output":{"content":"rain","id":"58a53915","type":"tool"}}'],
    ["3", '{"event":"on_tool_start"}'],
  ];
  expect(news(replayed)).toEqual(['{"event":"on_tool_start"}']);
});
