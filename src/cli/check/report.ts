import { byText } from "../json.js";
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
export function toJson({ findings, ...rest }: ScenarioReport): string {
  const operations = sums(findings).sort((one, other) => byText(one.id, other.id));
  return JSON.stringify({ ...rest, operations, violations: repeated(findings) }, null, 2);
}

/** A table of the operations, each disagreement in a line, and the sums. */
export function formatReport(
  { findings, faults, leftovers, uncalled, missing }: ScenarioReport,
  operations: ReadonlyMap<string, Operation>,
  { paint }: Pick<Terminal, "paint">,
): string[] {
  const order = [...operations.keys()];
  const called = sums(findings).sort((one, other) => order.indexOf(one.id) - order.indexOf(other.id));
  const sum = called.reduce((all, { violations }) => all + violations, 0);
  const total = `${count(findings.length, "call")}, ${count(called.length, "operation")}, ${count(sum, "violation")}`;
  const rows = called.map(({ id, calls, statuses, violations }) => {
    const tag = operations.get(id)?.tag ?? "";
    return [tag, id, String(calls), statuses.join(" "), violations === 0 ? "" : String(violations)];
  });
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
  const rows = features.map(({ name, verdict, note }) => [name, verdict, note]);
  return formatTable(["RemoteGraph", "served", "note"], rows);
}

/** What became of each operation that was called. */
function sums(findings: readonly Finding[]) {
  return [...new Set(findings.map(({ operation }) => operation))].map((id) => {
    const calls = findings.filter(({ operation }) => operation === id);
    const statuses = [...new Set(calls.map(({ status }) => status))].sort((a, b) => a - b);
    const violations = calls.reduce((sum, one) => sum + one.violations.length, 0);
    return { id, calls: calls.length, statuses, violations };
  });
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
