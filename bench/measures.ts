/** The measures, one by one: what is taken, and what is to be reached. */
import { bundleSize } from "./bundle.js";
import { ENTRY, NAMES, type Name } from "./contenders.js";
import { editorCosts } from "./editor.js";
import { importTime, measure } from "./processes.js";
import type { Goal, Row } from "./results.js";
import { growthExponent, mapped, median, type Time } from "./statistics.js";

type Figures = Record<Name, number>;

/** The measures by the names that `npm run bench -- NAME…` knows them by. */
export const MEASURES: Record<string, (url: string) => Promise<Row[]>> = {
  async tokens(url) {
    const { ms, cpuMs } = await timed("stream", url, ["messages-30000", "messages", 15]);
    return [
      row("30,000 token events", "ms", ms, [
        timesRaw(ms, 1.6),
        atLeast("SDK / ours", ms.sdk / ms.ours, 3.5),
        atLeast("official / ours", ms.official / ms.ours, 3.5),
      ]),
      row("the same: CPU", "ms", cpuMs, [timesRaw(cpuMs, 1.8)]),
    ];
  },

  async values(url) {
    const { ms, cpuMs } = await timed("stream", url, ["values-200-30000", "values", 25]);
    return [
      row("200 `values` events of 30 kB", "ms", ms, [timesRaw(ms, 1.4)]),
      row("the same: CPU", "ms", cpuMs, []),
    ];
  },

  async large(url) {
    const { ms, cpuMs } = await timed("stream", url, ["values-1-20000000", "values", 11]);
    return [row("one event of 20 MB", "ms", ms, [timesRaw(ms, 1.2)]), row("the same: CPU", "ms", cpuMs, [])];
  },

  async pretty(url) {
    const { ms, cpuMs } = await timed("stream", url, ["pretty-200-30000", "values", 15]);
    return [
      row("the same 200 events, pretty-printed", "ms", ms, [timesRaw(ms, 1.8)]),
      row("the same: CPU", "ms", cpuMs, []),
    ];
  },

  async growth(url) {
    const byCount = await growthOf(url, [5_000, 20_000, 80_000], (count) => [
      `messages-${count}`,
      "messages",
    ]);
    const bySize = await growthOf(url, [2e6, 8e6, 32e6], (bytes) => [`values-1-${bytes}`, "values"]);
    return [
      row("growth with 1, 4, 16 × the events (exponent)", "", byCount, [atMost("ours", byCount.ours, 1.1)]),
      row("growth with 1, 4, 16 × the size (exponent)", "", bySize, [atMost("ours", bySize.ours, 1.1)]),
    ];
  },

  async getState(url) {
    const { ms, cpuMs } = await timed("getState", url, [3000]);
    return [row("`getState`, a call", "ms", ms, [timesRaw(ms, 1.1)]), row("the same: CPU", "ms", cpuMs, [])];
  },

  async invoke(url) {
    const { ms, cpuMs } = await timed("invoke", url, ["values-2-1000", 3000]);
    return [
      row("`invoke` of a tiny run, a call", "ms", ms, [timesRaw(ms, 1.35)]),
      row("the same: CPU", "ms", cpuMs, []),
    ];
  },

  async together(url) {
    const found = await apart<{ events: number; cpuSeconds: number; peakMB: number }>(
      "together",
      url,
      ["drip-200-1000", 1000],
      9, // the peak is by chance one of two, some 35 MB apart
    );
    expectEvents(found, 200_000);
    const cpu = mapped(found, (runs) => median(runs.map(({ cpuSeconds }) => cpuSeconds)));
    const memory = mapped(found, (runs) => median(runs.map(({ peakMB }) => peakMB)));
    return [
      row("1,000 streams of 200 events at a time: CPU", "s", cpu, [timesRaw(cpu, 1.4)]),
      row("the same: peak memory", "MB", memory, [timesRaw(memory, 1.1)]),
    ];
  },

  async long(url) {
    const found = await apart<{ events: number; heapMB: number[]; peakMB: number }>(
      "long",
      url,
      ["long-1000000", 100_000],
      1,
    );
    expectEvents(found, 1_000_000);
    const growth = mapped(found, ([run]) => (run?.heapMB.at(-1) ?? Number.NaN) - (run?.heapMB[0] ?? 0));
    const memory = mapped(found, ([run]) => run?.peakMB ?? Number.NaN);
    return [
      row("a million events: heap growth after the first tenth", "MB", growth, [
        atMost("ours, in MB", growth.ours, 2),
      ]),
      row("the same: peak memory", "MB", memory, []),
    ];
  },

  async import() {
    const times = { ours: [] as number[], sdk: [] as number[], official: [] as number[] };
    for (let round = 0; round < 15; round += 1) {
      times.ours.push(await importTime(ENTRY));
      times.sdk.push(await importTime("@langchain/langgraph-sdk"));
      times.official.push(await importTime("@langchain/langgraph/remote"));
    }
    const { ours, sdk, official } = mapped(times, median);
    return [
      row("import in a fresh process", "ms", { ours, sdk, official }, [
        atMost("ours / official", ours / official, 1 / 5),
      ]),
    ];
  },

  async bundle() {
    const kB = async (statement: string) => (await bundleSize(statement)).total / 1024;
    const ours = await kB(`export { RemoteGraph } from ${JSON.stringify(ENTRY)};`);
    const client = await kB(`export { createClient, streamRun } from ${JSON.stringify(ENTRY)};`);
    const sdk = await kB('export { Client } from "@langchain/langgraph-sdk";');
    const official = await kB('export { RemoteGraph } from "@langchain/langgraph/remote";');
    return [
      row(
        "`RemoteGraph` in a browser's bundle, minified and gzipped, in one file",
        "kB",
        { ours, official },
        [atMost("ours, in kB", ours, 36)],
      ),
      row("a client that streams runs, likewise", "kB", { ours: client, sdk }, [
        atMost("ours, in kB", client, 13),
      ]),
    ];
  },

  async editor() {
    const { time, checker, memory, instantiations } = editorCosts(9, true);
    const whole = editorCosts(5, false);
    const toMB = (figures: typeof memory) => mapped(figures, (kB) => kB / 1024);
    const within = ({ ours, official }: typeof memory, bound: number) => [
      atMost("ours / official", ours / official, bound),
    ];
    return [
      row("a consumer's file, checked by `tsc`", "s", time, within(time, 1.2)),
      row("the same: of it the checker, which reads no declarations", "s", checker, []),
      row("the same: memory", "MB", toMB(memory), within(memory, 1)),
      row("the same: instantiations of types", "", instantiations, []),
      row("with `skipLibCheck: false`: the checker", "s", whole.checker, within(whole.checker, 1.2)),
      row("the same: memory", "MB", toMB(whole.memory), within(whole.memory, 1)),
    ];
  },
};

const row = (title: string, unit: string, figures: Row["figures"], goals: Goal[]): Row => ({
  title,
  unit,
  figures,
  goals,
});

const atMost = (what: string, actual: number, bound: number): Goal => ({
  what,
  actual,
  bound,
  kind: "at most",
});
const atLeast = (what: string, actual: number, bound: number): Goal => ({
  what,
  actual,
  bound,
  kind: "at least",
});
const timesRaw = ({ ours, raw }: Figures, bound: number): Goal => atMost("ours / raw", ours / raw, bound);

/** What each contender takes, in turns within one process. */
async function timed(
  name: string,
  url: string,
  args: readonly (string | number)[],
): Promise<{ ms: Figures; cpuMs: Figures }> {
  const times = await measure<Time>(name, url, NAMES, args);
  return { ms: mapped(times, ({ ms }) => ms), cpuMs: mapped(times, ({ cpuMs }) => cpuMs) };
}

/** How each contender's cost grows with a size. */
async function growthOf(
  url: string,
  sizes: readonly number[],
  toScript: (size: number) => [script: string, mode: string],
): Promise<Figures> {
  const costs: { size: number; found: Figures }[] = [];
  for (const size of sizes) {
    costs.push({ size, found: (await timed("stream", url, [...toScript(size), 7])).ms });
  }
  const figures = {} as Figures;
  for (const name of NAMES) {
    figures[name] = growthExponent(costs.map(({ size, found }) => ({ size, cost: found[name] })));
  }
  return figures;
}

/** A measure that would disturb the next one: each contender in a process of its own, in turns. */
async function apart<T>(
  name: string,
  url: string,
  args: readonly (string | number)[],
  rounds: number,
): Promise<Record<Name, T[]>> {
  const found: Record<Name, T[]> = { raw: [], ours: [], sdk: [], official: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const one of NAMES) found[one].push((await measure<T>(name, url, [one], args))[one]);
  }
  return found;
}

function expectEvents(found: Record<Name, { events: number }[]>, expected: number): void {
  for (const name of NAMES) {
    const wrong = found[name].find(({ events }) => events !== expected);
    if (wrong) throw new Error(`${name} gave ${wrong.events} events of ${expected}`);
  }
}
