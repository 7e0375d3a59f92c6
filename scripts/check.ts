/**
 * Runs the gates and `npm test`, and says at the end what passed: `npm run check`; with `--all` also the live suite on
 * the other three servers, and the suites of browsers and of consumers. A gate that fails does not keep the others from
 * running. The last line is `N passed, N failed`, tests and gates counted alike.
 *
 * Two gates of tests run side by side, since they wait a part of their time; the other gates take what the tests leave of
 * the processors, and all of it when these are over. What a gate writes is shown when it is over.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { constants, setPriority, tmpdir } from "node:os";
import { join, relative } from "node:path";
import type { ServerKind } from "../test/support/servers/index.js";

interface Gate {
  name: string;
  command: string[];
  /** Where the tests' report is, of a gate that runs tests. */
  report?: string;
}

const scratch = mkdtempSync(join(tmpdir(), "langgraph-remote-check-"));

/** A gate of tests, which are counted by the report that it writes. */
function testsBy(name: string, script: string, ...args: string[]): Gate {
  const report = join(scratch, `${name.replaceAll(" ", "-")}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  return { name, command: ["npm", "run", script, "--", ...args, ...reporters], report };
}

const liveOn = (server: ServerKind): Gate =>
  testsBy(`live tests on ${server}`, "test:live", "--server", server);

/** The other gates, in groups: those of one need what the one before has built, or must not read what it writes. */
const GATES: Gate[][] = [
  [
    { name: "build, and the types of what was built", command: ["npm", "run", "check:types"] },
    { name: "size", command: ["npx", "tsx", "bench/size.ts"] },
    { name: "runtimes", command: ["npm", "run", "runtimes"] },
  ],
  [
    { name: "lint and format", command: ["npm", "run", "lint"] },
    { name: "documentation", command: ["npm", "run", "docs"] },
  ],
  [{ name: "types", command: ["npm", "run", "typecheck"] }],
  [{ name: "generated files", command: ["npm", "run", "generate:check"] }],
  [{ name: "import direction", command: ["npm", "run", "check:imports"] }],
  [{ name: "document", command: ["npm", "run", "lint:api"] }],
  [{ name: "release, on paper", command: ["npm", "run", "release", "--", "patch", "--dry-run"] }],
];

const TESTS: Gate[][] = [[testsBy("tests", "test")]];

/** The long ones first; `browser` needs the environment that `python` makes. */
const ALL_TESTS: Gate[][] = [
  [liveOn("python"), testsBy("browser", "test:browser")],
  ...TESTS,
  [liveOn("aegra")],
  [liveOn("js-2.0.0")],
  [testsBy("consumers", "test:consumers")],
];

interface Result extends Pick<Gate, "name" | "report"> {
  passed: boolean;
  seconds: number;
}

async function run({ name, command, report }: Gate): Promise<Result> {
  const began = Date.now();
  const [program = "", ...args] = command;
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  if (report === undefined && child.pid !== undefined)
    setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
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
  return { name, passed, seconds: (Date.now() - began) / 1000, ...(report === undefined ? {} : { report }) };
}

/** Takes groups of gates until none is left. */
async function work(groups: Gate[][]): Promise<Result[]> {
  const results: Result[] = [];
  for (let group = groups.shift(); group !== undefined; group = groups.shift())
    for (const gate of group) results.push(await run(gate));
  return results;
}

/** What became of the tests of a gate; nothing when the runner did not get as far as a report. */
interface Tests {
  passed: number;
  failed: number;
  /** The failed ones: file, name and first line of the error. */
  failures: string[];
}

interface TestReport {
  numPassedTests: number;
  numFailedTests: number;
  testResults: {
    name: string;
    message: string;
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
  }[];
}

function readTests({ name, report }: Result): Tests {
  if (report === undefined) return { passed: 0, failed: 0, failures: [] };
  try {
    const { numPassedTests, numFailedTests, testResults }: TestReport = JSON.parse(
      readFileSync(report, "utf8"),
    );
    const failures = testResults.flatMap(({ name: path, message, assertionResults }) => {
      const tests = assertionResults.filter(({ status }) => status === "failed");
      const told = tests.map(
        ({ fullName, failureMessages }) => `${fullName}: ${firstLine(failureMessages.join())}`,
      );
      // A file that could not be loaded, or whose hooks failed, has a message and no failed test.
      return [...told, ...(message === "" ? [] : [firstLine(message)])].map(
        (line) => `${relative(".", path)}: ${line}`,
      );
    });
    return { passed: numPassedTests, failed: numFailedTests, failures };
  } catch (error) {
    return { passed: 0, failed: 1, failures: [`no report of the ${name}: ${firstLine(String(error))}`] };
  }
}

const firstLine = (text: string): string => text.split("\n", 1)[0] ?? "";

const tests = process.argv.includes("--all") ? ALL_TESTS : TESTS;
const workOnAll = async () => [...(await work(tests)), ...(await work(GATES))];
const results = (await Promise.all([workOnAll(), workOnAll(), work(GATES)])).flat();

const reports = results.map(readTests);
rmSync(scratch, { recursive: true, force: true });
console.log("");
for (const [at, { name, passed, seconds, report }] of results.entries()) {
  const count = report === undefined ? "" : `, ${reports[at]?.passed} tests`;
  console.log(`${passed ? "passed" : "FAILED"}  ${name} (${seconds.toFixed(1)} s${count})`);
  for (const failure of reports[at]?.failures ?? []) console.log(`        ${failure}`);
}
const failedGates = results.filter(({ passed }) => !passed).length;
if (failedGates > 0) process.exitCode = 1;
const passedTests = reports.reduce((sum, { passed }) => sum + passed, 0);
const failedTests = reports.reduce((sum, { failed }) => sum + failed, 0);
console.log(`${results.length - failedGates + passedTests} passed, ${failedGates + failedTests} failed`);
