/** Results as Markdown. */
import type { Name } from "./contenders.js";
import { type Goal, isReached, type Results, type Row } from "./results.js";
import { CALLS_TO_COMPILE } from "./statistics.js";

const COLUMNS: readonly { name: Name; title: string }[] = [
  { name: "ours", title: "langgraph-remote" },
  { name: "sdk", title: "langgraph-sdk" },
  { name: "official", title: "langgraph/remote" },
  { name: "raw", title: "raw limit" },
];

/** The comparison: a row for each measure, and beside each figure how many times the raw limit it is. */
export function toTable({ rows }: Results): string {
  return table(
    ["", ...COLUMNS.map(({ title }) => title)],
    rows.map((row) => [row.title, ...COLUMNS.map(({ name }) => toCell(row, name))]),
  );
}

function toCell({ figures, unit }: Row, name: Name): string {
  const figure = figures[name];
  if (figure === undefined) return "";
  const { raw } = figures;
  const shown = `${toShort(figure)}${unit === "" ? "" : ` ${unit}`}`;
  // what may be below nothing, as growth, is not so many times another
  const hasRatio = unit !== "" && Object.values(figures).every((one) => one > 0);
  return raw === undefined || name === "raw" || !hasRatio
    ? shown
    : `${shown} (${(figure / raw).toFixed(2)} ×)`;
}

/** Three digits that count. */
export function toShort(figure: number): string {
  if (Math.abs(figure) >= 100) return figure.toFixed(0);
  return figure.toFixed(Math.abs(figure) >= 10 ? 1 : 2);
}

/** The whole report. */
export function toReport(results: Results): string {
  const goals = results.rows.flatMap(({ title, goals }) => goals.map((goal) => toGoalLine(title, goal)));
  return `# Measured

Written by \`${results.command}\` on ${results.date}; do not edit. Times are medians of runs in turns, all against one
server in a process of its own that sends the same bytes to each. The raw limit is \`fetch\`, a native string search for
the ends of events, and \`JSON.parse\`, and of \`getState\` openapi-fetch alone; it checks nothing and resumes nothing. A
number with × says how many times the raw limit a figure is. A call is timed when each contender has made ${CALLS_TO_COMPILE.toLocaleString("en")} already,
and V8 has compiled them.

- Machine: ${results.machine}
${Object.entries(results.versions)
  .map(([name, version]) => `- ${name}: ${version}`)
  .join("\n")}

${toTable(results)}

## Goals

${table(["measure", "goal", "found", ""], goals)}
`;
}

function toGoalLine(title: string, goal: Goal): string[] {
  const { what, kind, bound, actual } = goal;
  return [
    title,
    `${what}: ${kind} ${toShort(bound)}`,
    toShort(actual),
    isReached(goal) ? "reached" : "**missed**",
  ];
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
