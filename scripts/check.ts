/**
 * Runs every gate, one after the other, and says at the end what passed: `npm run check`. A gate that fails does not
 * keep the others from running. The last line is `N passed, N failed`, tests and gates counted alike.
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

const GATES: Gate[] = [
  { name: "lint and format", command: ["npm", "run", "lint"] },
  { name: "document", command: ["npm", "run", "lint:api"] },
  { name: "import direction", command: ["npm", "run", "check:imports"] },
  { name: "generated files", command: ["npm", "run", "generate:check"] },
  { name: "types", command: ["npm", "run", "typecheck"] },
  { name: "reference", command: ["npm", "run", "docs"] },
  { name: "build, and the types of what was built", command: ["npm", "run", "check:types"] },
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
  { name: "runtimes", command: ["npm", "run", "runtimes"] },
  { name: "size", command: ["npm", "run", "size"] },
  { name: "conformance", command: ["npm", "run", "conformance"] },
];

function run({ name, command }: Gate): Promise<boolean> {
  console.log(`\n━━ ${name}: ${command.slice(0, 3).join(" ")}`);
  const [program = "", ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: "inherit" });
    child.once("error", (error) => {
      console.error(error.message);
      resolve(false);
    });
    child.once("exit", (code) => resolve(code === 0));
  });
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

const results: { name: string; passed: boolean; seconds: number }[] = [];
for (const gate of GATES) {
  const began = Date.now();
  const passed = await run(gate);
  results.push({ name: gate.name, passed, seconds: (Date.now() - began) / 1000 });
}

const tests = countTests();
rmSync(scratch, { recursive: true, force: true });
console.log("");
for (const { name, passed, seconds } of results) {
  console.log(`${passed ? "passed" : "FAILED"}  ${name} (${seconds.toFixed(1)} s)`);
}
const failedGates = results.filter(({ passed }) => !passed).length;
if (failedGates > 0) process.exitCode = 1;
console.log(`${results.length - failedGates + tests.passed} passed, ${failedGates + tests.failed} failed`);
