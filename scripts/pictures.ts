/**
 * Draws the pictures of the documentation into `docs/pictures`: `npm run docs:pictures [-- floors|demo] [--check]`. `floors.svg` is
 * drawn of the floors that `npm run check:imports` holds the sources to; `demo.svg` is a recording of `npm run demo`. With
 * `--check` nothing is written, and a picture of other floors exits with 1.
 */
import { parseArgs } from "node:util";
import { FLOORS } from "./floors.js";
import { writeOrCheck } from "./generated-files.js";
import { record, toTerminal } from "./recording.js";

const WIDTH = 800;
const FLOOR = 38;
const LEFT = 1;
const RIGHT = 440;
const GAP = 8;

// the colours follow the reader's scheme, also where a page shows the file as an image
const STYLE = `text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.room { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; text-anchor: middle }
rect { fill: #ddf4ff; stroke: #54aeff }
.does { fill: #59636e } line { stroke: #d1d9e0 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  rect { fill: #121d2f; stroke: #1f6feb }
  .does { fill: #9198a1 } line { stroke: #3d444d }
}`;

/** The boxes of a floor share its width by the lengths of their names. */
function toFloor({ rooms, does }: (typeof FLOORS)[number], at: number): string {
  const top = at * FLOOR;
  const letters = rooms.reduce((sum, { length }) => sum + length + 2, 0);
  const wide = (name: string) =>
    ((RIGHT - 20 - LEFT - GAP * (rooms.length - 1)) * (name.length + 2)) / letters;
  let x = LEFT;
  const boxes = rooms.map((name) => {
    const width = wide(name);
    const box = `<rect x="${x.toFixed(1)}" y="${top + 5}" width="${width.toFixed(1)}" height="${FLOOR - 10}" rx="4"/>`;
    const text = `<text class="room" x="${(x + width / 2).toFixed(1)}" y="${top + 24}">${name}</text>`;
    x += width + GAP;
    return box + text;
  });
  const line = at === 0 ? "" : `<line x1="0" y1="${top}" x2="${WIDTH}" y2="${top}"/>`;
  return [line, ...boxes, `<text class="does" x="${RIGHT}" y="${top + 24}">${does}</text>`].join("\n");
}

function drawFloors(): string {
  const height = FLOORS.length * FLOOR;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img">
<title>The floors of src, from the top: ${FLOORS.map(({ does }) => does).join("; ")}</title>
<style>
${STYLE}
</style>
${FLOORS.map(toFloor).join("\n")}
</svg>
`;
}

const PICTURES: Readonly<Record<string, () => string | Promise<string>>> = {
  floors: drawFloors,
  demo: async () => toTerminal("npm run demo", await record("npx", ["tsx", "scripts/demo.ts"])),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { check: { type: "boolean", default: false } },
});
const all = values.check ? ["floors"] : Object.keys(PICTURES); // no two recordings are the same
for (const name of positionals.length > 0 ? positionals : all) {
  const draw = PICTURES[name];
  if (draw === undefined) throw new Error(`there is no picture "${name}"`);
  writeOrCheck({ [`docs/pictures/${name}.svg`]: await draw() }, `npm run docs:pictures -- ${name}`);
}
