/**
 * Holds the promise of `docs/reliability.md` for a long time: `npm run soak [-- --minutes 30 --restarts 10 --servers python,js
 * --at-once 6]`. Runs are streamed from real servers behind a proxy that does harm at random, and the servers are killed and
 * started again in the middle of them. Every run is started once, every token comes once, and nothing is left in the process;
 * a run that a killed server took with it is a `StreamError`. Prints what came of it, as JSON and as a table; exits with 1 when
 * anything is otherwise.
 */
import { parseArgs } from "node:util";
import { heapMb, heldNow, settled } from "../test/support/leftovers.js";
import { prepareServer, toServerKind } from "../test/support/servers/index.js";
import { Lane } from "./soak/lane.js";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "30" },
    restarts: { type: "string", default: "10" },
    servers: { type: "string", default: "python,js" },
    "at-once": { type: "string", default: "6" },
  },
});

const RUNS_PER_MINUTE = 100;
const MOST_GROWTH_MB = 2;
const minutes = Number(values.minutes);
const restarts = Number(values.restarts);
const kinds = values.servers.split(",").map((name) => toServerKind(name, "--servers"));

async function soak() {
  const heldBefore = heldNow().length;
  const lanes = await Promise.all(kinds.map((kind) => Lane.start(kind)));
  const began = performance.now();
  const heaps: number[] = [];
  for (let round = 0; round <= restarts; round += 1) {
    const end = began + ((round + 1) / (restarts + 1)) * minutes * 60_000;
    await Promise.all(lanes.map((lane) => lane.runUntil(end, Number(values["at-once"]), round < restarts)));
    heaps.push(await heapMb());
    const told = lanes.map(
      ({ kind, figures: { runs, faults } }) => `${kind}: ${runs} runs, ${faults} faults`,
    );
    console.error(`round ${round + 1} of ${restarts + 1}: ${told.join("; ")}; heap ${heaps.at(-1)} MB`);
  }
  const seconds = Math.round((performance.now() - began) / 1000);
  const servers = [];
  for (const lane of lanes) servers.push({ server: lane.kind, ...lane.figures, ...(await lane.harm()) });
  await Promise.all(lanes.map((lane) => lane.stop()));
  const held = (await settled(heldBefore)).length - heldBefore;
  return { seconds, servers, held, heaps, cpu: process.cpuUsage() };
}

type Result = Awaited<ReturnType<typeof soak>>;

/** What is not as promised. */
function faultsOf({ servers, held, heaps }: Result): string[] {
  // in the first round, code is compiled and sockets are made
  const growth = (heaps.at(-1) ?? 0) - (heaps[1] ?? 0);
  const runs = servers.reduce((sum, server) => sum + server.runs, 0);
  return [
    ...servers.flatMap(({ server, faultsInWords }) => faultsInWords.map((fault) => `${server}: ${fault}`)),
    ...(held > 0 ? [`${held} sockets or timers are left`] : []),
    ...(growth > MOST_GROWTH_MB ? [`the heap grew by ${growth.toFixed(1)} MB`] : []),
    ...(runs < minutes * RUNS_PER_MINUTE ? [`${runs} runs are less than ${minutes * RUNS_PER_MINUTE}`] : []),
  ];
}

const toSeconds = ({ user, system }: NodeJS.CpuUsage): string => ((user + system) / 1e6).toFixed(0);

function toTable({ seconds, servers, held, heaps, cpu }: Result): string {
  const row = (title: string, cell: (server: Result["servers"][number]) => unknown) =>
    `| ${[title, ...servers.map((server) => String(cell(server)))].join(" | ")} |`;
  return [
    row("", ({ server }) => server),
    `|---${"|---".repeat(servers.length)}|`,
    row("runs", ({ runs }) => runs),
    row("whole: each token once, in order", ({ whole }) => whole),
    row("lost with a killed server, and reported", ({ lostWithServer }) => lostWithServer),
    row("starts that a killed server left untold, and reported", ({ startsUntold }) => startsUntold),
    row("not as promised", ({ faults }) => faults),
    row("tokens", ({ tokens }) => tokens),
    row("killed and started again", (server) => server.restarts),
    row("harm done", ({ harm }) =>
      Object.entries(harm)
        .map(([name, count]) => `${name} ${count}`)
        .join(", "),
    ),
    "",
    `${seconds} s; sockets and timers left: ${held}; heap ${heaps.join(", ")} MB; CPU of the client ${toSeconds(cpu)} s.`,
  ].join("\n");
}

for (const kind of kinds) await prepareServer(kind, (line) => console.error(line));
const result = await soak();
const faults = faultsOf(result);
console.log(JSON.stringify({ minutes, ...result, faults }));
console.log(`\n${toTable(result)}`);
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
