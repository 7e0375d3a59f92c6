/** The results as a picture. */
import type { Name } from "./contenders.js";
import { toShort } from "./report.js";
import { type Results, rowOf } from "./results.js";

const WIDTH = 720;
const LEFT = 150;
const LONGEST = 460;
const BAR = 18;

const GROUPS: readonly { measure: string; title: string }[] = [
  { measure: "30,000 token events", title: "30,000 token events: time" },
  {
    measure: "1,000 streams of 200 events at a time: CPU",
    title: "1,000 streams of 200 events at a time: CPU",
  },
  { measure: "import in a fresh process", title: "import in a fresh process: time" },
];

const BARS: readonly { name: Name; title: string }[] = [
  { name: "ours", title: "langgraph-remote" },
  { name: "sdk", title: "langgraph-sdk" },
  { name: "official", title: "langgraph/remote" },
];

const GROUP = BAR * (BARS.length + 2);

// the colours follow the reader's scheme, also where a page shows the file as an image
const STYLE = `text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.title { font-weight: 600 }
.ours { fill: #0969da } .sdk, .official { fill: #8c959f }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .ours { fill: #4493f8 } .sdk, .official { fill: #6e7681 }
}`;

function toGroup(results: Results, { measure, title }: (typeof GROUPS)[number], top: number): string {
  const row = rowOf(results, measure);
  const most = Math.max(...BARS.map(({ name }) => row.figures[name] ?? 0));
  const bars = BARS.map(({ name, title }, at) => {
    const figure = row.figures[name] ?? 0;
    const width = ((figure / most) * LONGEST).toFixed(1);
    const y = top + BAR * (at + 1);
    const label = `<text x="${LEFT - 10}" y="${y + 13}" text-anchor="end">${title}</text>`;
    const bar = `<rect class="${name}" x="${LEFT}" y="${y + 2}" width="${width}" height="${BAR - 4}" rx="2"/>`;
    const value = `<text x="${LEFT + Number(width) + 8}" y="${y + 13}">${toShort(figure)} ${row.unit}</text>`;
    return `${label}\n${bar}\n${value}`;
  });
  return [`<text class="title" x="${LEFT}" y="${top + 12}">${title}</text>`, ...bars].join("\n");
}

/** Bars of a few measures: ours beside those of the official clients. */
export function toChart(results: Results): string {
  const groups = GROUPS.map((group, at) => toGroup(results, group, 10 + at * GROUP));
  const height = GROUPS.length * GROUP;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img">
<title>Less is better: ${GROUPS.map(({ title }) => title).join("; ")}</title>
<style>
${STYLE}
</style>
${groups.join("\n")}
</svg>
`;
}
