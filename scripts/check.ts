/**
 * Runs every gate and says at the end what passed: `npm run check`. A gate that fails does not keep the others from
 * running. The last line is `N passed, N failed`, tests and gates counted alike.
 *
 * The tests wait most of their time, so the gates that compute run beside them, one after the other: the size is that
 * of what the gate before it has built. What a gate writes is shown when it is over.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface Gate {
  name: string;
  command: string[];
}

const scratch = mkdtempSync(join(tmpdir(), "langgraph-remote-check-"));
const testReport = join(scratch, "tests.json");

const COMPUTING: Gate[] = [
  { name: "lint and format", command: ["npm", "run", "lint"] },
  { name: "document", command: ["npm", "run", "lint:api"] },
  { name: "import direction", command: ["npm", "run", "check:imports"] },
  { name: "generated files", command: ["npm", "run", "generate:check"] },
  { name: "types", command: ["npm", "run", "typecheck"] },
  { name: "reference", command: ["npm", "run", "docs"] },
  { name: "build, and the types of what was built", command: ["npm", "run", "check:types"] },
  { name: "size", command: ["npx", "tsx", "bench/size.ts"] },
  { name: "runtimes", command: ["npm", "run", "runtimes"] },
];

const WAITING: Gate[] = [
  {
    name: "tests",
    command: [
      "npm",
      "test",
      "--",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${testReport}`,
    ],
  },
  { name: "browser", command: ["npm", "run", "test:browser"] },
  { name: "conformance", command: ["npm", "run", "conformance", "--", "--server", "all"] },
];

interface Result {
  name: string;
  passed: boolean;
  seconds: number;
}

async function run({ name, command }: Gate): Promise<Result> {
  const began = Date.now();
  const [program = "", ...args] = command;
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  const written: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => written.push(chunk));
  const passed = await new Promise<boolean>((resolve) => {
    child.once("error", (error) => {
      written.push(Buffer.from(`${error.message}\n`));
      resolve(false);
    });
    child.once("close", (code) => resolve(code === 0));
  });
  console.log(`\n━━ ${name}: ${command.slice(0, 3).join(" ")}\n${Buffer.concat(written)}`);
  return { name, passed, seconds: (Date.now() - began) / 1000 };
}

async function runInTurn(gates: readonly Gate[]): Promise<Result[]> {
  const results: Result[] = [];
  for (const gate of gates) results.push(await run(gate));
  return results;
}

/** How many tests passed and failed; none when the runner did not get as far as a report. */
function countTests(): { passed: number; failed: number } {
  try {
    const report = JSON.parse(readFileSync(testReport, "utf8"));
    return { passed: Number(report.numPassedTests), failed: Number(report.numFailedTests) };
  } catch (error) {
    console.error(`no report of the tests: ${error instanceof Error ? error.message : error}`);
    return { passed: 0, failed: 1 };
  }
}

const results = (await Promise.all([runInTurn(COMPUTING), runInTurn(WAITING)])).flat();

const tests = countTests();
rmSync(scratch, { recursive: true, force: true });
console.log("");
for (const { name, passed, seconds } of results) {
  console.log(`${passed ? "passed" : "FAILED"}  ${name} (${seconds.toFixed(1)} s)`);
}
const failedGates = results.filter(({ passed }) => !passed).length;
if (failedGates > 0) process.exitCode = 1;
console.log(`${results.length - failedGates + tests.passed} passed, ${failedGates + tests.failed} failed`);
