import type { Operation } from "../document.js";
import { byText } from "../json.js";
import { count, formatTable, type Terminal } from "../terminal.js";
import type { ScenarioReport } from "./scenario.js";
import type { Call } from "./session.js";

/** Whether no answer violates the document, and all that was created is removed. */
export const isClean = ({ calls, leftovers }: ScenarioReport): boolean =>
  calls.every(({ violations }) => violations.length === 0) && leftovers.length === 0;

/** The report with its calls summed up by operation. */
export function toJson({ calls, ...rest }: ScenarioReport): string {
  const operations = sumUp(calls).sort((one, other) => byText(one.id, other.id));
  return JSON.stringify({ ...rest, operations, violations: distinctViolations(calls) }, null, 2);
}

/** The operations as a table, the violations, the totals, and the features as a table. */
export function formatReport(
  { calls, faults, leftovers, uncalled, missing, features }: ScenarioReport,
  operations: ReadonlyMap<string, Operation>,
  { paint }: Pick<Terminal, "paint">,
): string[] {
  const order = [...operations.keys()];
  const called = sumUp(calls).sort((one, other) => order.indexOf(one.id) - order.indexOf(other.id));
  const sum = called.reduce((all, { violations }) => all + violations, 0);
  const total = `${count(calls.length, "call")}, ${count(called.length, "operation")}, ${count(sum, "violation")}`;
  const rows = called.map(({ id, calls, statuses, violations }) => {
    const tag = operations.get(id)?.tag ?? "";
    return [tag, id, String(calls), statuses.join(" "), violations === 0 ? "" : String(violations)];
  });
  return [
    ...formatTable(["operation", "", "calls", "answered", "violations"], rows),
    "",
    ...distinctViolations(calls).map((line) => paint("red", line)),
    ...leftovers.map((leftover) => paint("red", `could not remove ${leftover}`)),
    ...faults.map((fault) => paint("yellow", `known fault of this server: ${fault}`)),
    ...(missing.length > 0 ? [`not served: ${missing.join(", ")}`] : []),
    ...(uncalled.length > 0 ? [`not called: ${uncalled.join(", ")}`] : []),
    paint(sum === 0 ? "green" : "red", total),
    "",
    ...formatTable(
      ["RemoteGraph", "served", "note"],
      features.map(({ name, verdict, note }) => [name, verdict, note]),
    ),
  ];
}

/** The calls by operation. */
function sumUp(calls: readonly Call[]) {
  return [...new Set(calls.map(({ operation }) => operation))].map((id) => {
    const own = calls.filter(({ operation }) => operation === id);
    const statuses = [...new Set(own.map(({ status }) => status))].sort((one, other) => one - other);
    return {
      id,
      calls: own.length,
      statuses,
      violations: own.flatMap(({ violations }) => violations).length,
    };
  });
}

/** Each violation once, with the number of times. */
function distinctViolations(calls: readonly Call[]): string[] {
  const times = new Map<string, number>();
  for (const { operation, status, violations } of calls) {
    for (const violation of violations) {
      const line = `${operation} (${status}): ${violation}`;
      times.set(line, (times.get(line) ?? 0) + 1);
    }
  }
  return [...times].map(([line, number]) => (number === 1 ? line : `${line} (${number} times)`));
}
