import { count, formatTable, type Terminal } from "../terminal.js";
import type { ScenarioReport } from "./scenario.js";

/** Whether no answer violates the document, and all that was created is removed. */
export const isClean = ({ violations, leftovers }: ScenarioReport): boolean =>
  violations.length === 0 && leftovers.length === 0;

/** The operations as a table, the violations, the totals, and the features as a table. */
export function formatReport(report: ScenarioReport, { paint }: Pick<Terminal, "paint">): string[] {
  const { operations, violations, faults, leftovers, uncalled, missing, features } = report;
  const sum = (key: "calls" | "violations") => operations.reduce((all, one) => all + one[key], 0);
  const counts = [count(sum("calls"), "call"), count(operations.length, "operation")];
  const rows = operations.map(({ tag, id, calls, statuses, violations: found }) => {
    return [tag, id, String(calls), statuses.join(" "), found === 0 ? "" : String(found)];
  });
  return [
    ...formatTable(["operation", "", "calls", "answered", "violations"], rows),
    "",
    ...violations.map((line) => paint("red", line)),
    ...leftovers.map((leftover) => paint("red", `could not remove ${leftover}`)),
    ...faults.map((fault) => paint("yellow", `known fault of this server: ${fault}`)),
    ...(missing.length > 0 ? [`not served: ${missing.join(", ")}`] : []),
    ...(uncalled.length > 0 ? [`not called: ${uncalled.join(", ")}`] : []),
    paint(isClean(report) ? "green" : "red", [...counts, count(sum("violations"), "violation")].join(", ")),
    "",
    ...formatTable(
      ["RemoteGraph", "served", "note"],
      features.map(({ name, verdict, note }) => [name, verdict, note]),
    ),
  ];
}
