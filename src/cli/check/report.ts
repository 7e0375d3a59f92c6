import { count, formatTable, type Terminal } from "../output.js";
import type { Finding } from "./conversation.js";
import type { Feature } from "./features.js";
import type { Operation } from "./operations.js";
import type { ScenarioReport } from "./scenario.js";

/** True when nothing contradicts the document and everything could be looked at. */
export function isClean({ findings, leftovers }: ScenarioReport): boolean {
  const isQuiet = findings.every(({ violations }) => violations.length === 0);
  return isQuiet && leftovers.length === 0;
}

/** All of it as JSON; of the calls, what became of each operation. */
export function toJson(report: ScenarioReport): string {
  const { findings, ...rest } = report;
  const ids = [...new Set(findings.map(({ operation }) => operation))].sort();
  const operations = ids.map((id) => ({ id, ...sumOf(id, findings) }));
  return JSON.stringify({ ...rest, operations, violations: repeated(findings) }, null, 2);
}

/** A table of the operations, each disagreement in a line, and the sums. */
export function formatReport(
  { findings, faults, leftovers, uncalled, missing }: ScenarioReport,
  operations: ReadonlyMap<string, Operation>,
  { paint }: Pick<Terminal, "paint">,
): string[] {
  const called = [...operations.keys()].filter((id) => findings.some(({ operation }) => operation === id));
  const sum = violationsIn(findings);
  const total = `${count(findings.length, "call")}, ${count(called.length, "operation")}, ${count(sum, "violation")}`;
  const rows = called.map((id) => toRow(id, operations, findings));
  return [
    ...formatTable(["operation", "", "calls", "answered", "violations"], rows),
    "",
    ...repeated(findings).map((line) => paint("red", line)),
    ...leftovers.map((leftover) => paint("red", `could not remove ${leftover}`)),
    ...faults.map((fault) => paint("yellow", `known fault of this server: ${fault}`)),
    ...(missing.length > 0 ? [`not served: ${missing.join(", ")}`] : []),
    ...(uncalled.length > 0 ? [`not called: ${uncalled.join(", ")}`] : []),
    paint(sum === 0 ? "green" : "red", total),
  ];
}

/** What RemoteGraph can and cannot do, as a table. */
export function formatFeatures(features: readonly Feature[]): string[] {
  return formatTable(
    ["RemoteGraph", "served", "note"],
    features.map(({ name, verdict, note }) => [name, verdict, note]),
  );
}

function toRow(
  id: string,
  operations: ReadonlyMap<string, Operation>,
  findings: readonly Finding[],
): string[] {
  const { calls, statuses, violations } = sumOf(id, findings);
  const broken = violations === 0 ? "" : String(violations);
  return [operations.get(id)?.tag ?? "", id, String(calls), statuses.join(" "), broken];
}

function sumOf(id: string, findings: readonly Finding[]) {
  const calls = findings.filter(({ operation }) => operation === id);
  const statuses = [...new Set(calls.map(({ status }) => status))].sort((a, b) => a - b);
  return { calls: calls.length, statuses, violations: violationsIn(calls) };
}

function violationsIn(findings: readonly Finding[]): number {
  return findings.reduce((sum, { violations }) => sum + violations.length, 0);
}

/** The violations, each told once with how often it was met. */
function repeated(findings: readonly Finding[]): string[] {
  const times = new Map<string, number>();
  for (const { operation, status, violations } of findings) {
    for (const violation of violations) {
      const line = `${operation} (${status}): ${violation}`;
      times.set(line, (times.get(line) ?? 0) + 1);
    }
  }
  return [...times].map(([line, number]) => (number === 1 ? line : `${line} (${number} times)`));
}
