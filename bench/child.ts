/**
 * One measurement in a process of its own, with nothing loaded but the contenders: `child MEASURE URL NAME… -- ARGUMENT…`.
 * Prints its figures as JSON.
 */
import { type Contender, load, type Mode, NAMES, type Name } from "./contenders.js";
import { THREAD_ID } from "./scripts.js";
import { CALLS_TO_COMPILE, inTurns, median, type Time } from "./statistics.js";

type Figures = Partial<Record<Name, unknown>>;
type Contenders = Partial<Record<Name, Contender>>;

const MEASURES: Record<string, (contenders: Contenders, args: string[]) => Promise<Figures>> = {
  stream: (contenders, [script = "", mode = "values", rounds = "7"]) =>
    medians(contenders, (one) => one.stream(script, mode as Mode), {
      rounds: Number(rounds),
      warmUps: 2,
      collect: true,
    }),
  getState: (contenders, [rounds = "1000"]) =>
    medians(contenders, (one) => one.getState(THREAD_ID), {
      rounds: Number(rounds),
      warmUps: CALLS_TO_COMPILE,
    }),
  invoke: (contenders, [script = "", rounds = "1000"]) =>
    medians(contenders, (one) => one.invoke(script), { rounds: Number(rounds), warmUps: CALLS_TO_COMPILE }),
  together: (contenders, [script = "", streams = "1000"]) =>
    each(contenders, (one) => together(one, script, Number(streams))),
  long: (contenders, [script = "", every = "100000"]) =>
    each(contenders, (one) => watched(one, script, Number(every))),
};

async function medians(
  contenders: Contenders,
  use: (one: Contender) => Promise<unknown>,
  plan: { rounds: number; warmUps: number; collect?: boolean },
): Promise<Partial<Record<Name, Time>>> {
  const uses = Object.entries(contenders).map(([name, one]) => [name, () => use(one)]);
  const times = await inTurns<Name>(Object.fromEntries(uses), plan);
  const medianOf = (all: Time[]): Time => ({
    ms: median(all.map(({ ms }) => ms)),
    cpuMs: median(all.map(({ cpuMs }) => cpuMs)),
  });
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, medianOf(all)]));
}

async function each(contenders: Contenders, use: (one: Contender) => Promise<unknown>): Promise<Figures> {
  const figures: Figures = {};
  for (const name of NAMES) {
    const one = contenders[name];
    if (one !== undefined) figures[name] = await use(one);
  }
  return figures;
}

const MB = 1e6;

/** Many streams at the same time: CPU seconds, and the most memory that the process ever had. */
async function together(one: Contender, script: string, streams: number) {
  for (let warmUp = 0; warmUp < 20; warmUp += 1) await one.stream("messages-200", "messages");
  let events = 0;
  const before = process.cpuUsage();
  await Promise.all(
    Array.from({ length: streams }, () =>
      one.stream(script, "messages", () => {
        events += 1;
      }),
    ),
  );
  const { user, system } = process.cpuUsage(before);
  return { events, cpuSeconds: (user + system) / 1e6, peakMB: (process.resourceUsage().maxRSS * 1024) / MB };
}

/** A very long stream: what the heap holds after each part of it, garbage collected. */
async function watched(one: Contender, script: string, every: number) {
  const heapMB: number[] = [];
  let events = 0;
  await one.stream(script, "messages", () => {
    events += 1;
    if (events % every !== 0) return;
    globalThis.gc?.();
    heapMB.push(process.memoryUsage().heapUsed / MB);
  });
  return { events, heapMB, peakMB: (process.resourceUsage().maxRSS * 1024) / MB };
}

const [measure = "", url = "", ...rest] = process.argv.slice(2);
const names = rest.slice(0, rest.indexOf("--")) as Name[];
const contenders: Contenders = {};
for (const name of names) contenders[name] = await load[name](url);
const figures = await MEASURES[measure]?.(contenders, rest.slice(rest.indexOf("--") + 1));
console.log(JSON.stringify(figures));
process.exit();
