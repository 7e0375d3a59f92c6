/** The recording of a command as an animated picture of a terminal. */
import { spawn } from "node:child_process";
import { once } from "node:events";

/** What a command wrote at a time. */
interface Piece {
  text: string;
  /** Seconds from the start. */
  at: number;
}

/** A pause in the picture is at most that long: a server that starts is not worth watching. */
const LONGEST_PAUSE_S = 1.2;

/** Runs a command, and gives what it writes with the times. */
export async function record(program: string, args: readonly string[]): Promise<Piece[]> {
  const child = spawn(program, args, {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NO_COLOR: "1" },
  });
  const ended = once(child, "close");
  const pieces: Piece[] = [];
  let last = performance.now();
  let at = 0;
  for await (const chunk of child.stdout) {
    const now = performance.now();
    at += Math.min((now - last) / 1000, LONGEST_PAUSE_S);
    last = now;
    pieces.push({ text: String(chunk), at });
  }
  const [code] = await ended;
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}`);
  return pieces;
}

const COLUMNS = 104;
const ROWS = 22;
const LINE = 18;
const PADDING = 16;
const BAR = 28;
const WIDTH = Math.ceil(COLUMNS * 7.83) + 2 * PADDING;
const HEIGHT = BAR + ROWS * LINE + 2 * PADDING;

/** The pieces of each line; one that is longer than the terminal is broken, as a terminal does. */
function toLines(pieces: readonly Piece[]): Piece[][] {
  const lines: Piece[][] = [[]];
  let column = 0;
  for (const { text, at } of pieces) {
    for (const part of text.replaceAll("\t", "  ").split(/(\n)/)) {
      let rest = part;
      while (rest === "\n" || column + rest.length > COLUMNS) {
        const fitting = rest === "\n" ? "" : rest.slice(0, COLUMNS - column);
        lines.at(-1)?.push({ text: fitting, at });
        lines.push([]);
        column = 0;
        rest = rest === "\n" ? "" : rest.slice(fitting.length);
      }
      lines.at(-1)?.push({ text: rest, at });
      column += rest.length;
    }
  }
  return lines.map((line) => line.filter(({ text }) => text !== ""));
}

const escapeText = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** A picture that plays once, and then shows the end; who wants no motion sees the end at once. */
export function toTerminal(command: string, recorded: readonly Piece[]): string {
  const lines = toLines([
    { text: `$ ${command}\n`, at: 0 },
    ...recorded.map(({ text, at }) => ({ text, at: at + 1 })),
  ]);
  while (lines.at(-1)?.length === 0) lines.pop();
  const seconds = Math.max(...lines.flat().map(({ at }) => at)) + 1;
  const shifts = new Map<string, number>();
  const texts = lines.map((line, row) => {
    const [first] = line;
    if (first === undefined) return "";
    if (row >= ROWS) {
      const percent = ((first.at / seconds) * 100).toFixed(2);
      shifts.set(percent, (ROWS - row - 1) * LINE);
    }
    const spans = line.map(
      ({ text, at }) => `<tspan style="animation-delay:${at.toFixed(2)}s">${escapeText(text)}</tspan>`,
    );
    const kind = /^(──|\$) /.exec(first.text)?.[1];
    const className = kind === undefined ? "" : ` class="${kind === "$" ? "command" : "step"}"`;
    return `<text${className} y="${row * LINE}">${spans.join("")}</text>`;
  });
  const steps = [...shifts].map(([percent, shift]) => `${percent}% { transform: translateY(${shift}px) }`);
  const end = Math.min(0, (ROWS - lines.length) * LINE);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">
<title>What ${escapeText(command)} prints, as it was recorded</title>
<style>
.frame { fill: #f6f8fa; stroke: #d1d9e0 } .dot { fill: #d1d9e0 }
text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #1f2328; white-space: pre }
.step { fill: #0969da; font-weight: 600 } .command { fill: #1a7f37; font-weight: 600 }
tspan { animation: show 1ms both }
.lines { transform: translateY(${end}px); animation: scroll ${seconds.toFixed(2)}s step-end both }
@keyframes show { from { visibility: hidden } to { visibility: visible } }
@keyframes scroll { from { transform: translateY(0) } ${steps.join(" ")} to { transform: translateY(${end}px) } }
@media (prefers-color-scheme: dark) {
.frame { fill: #0d1117; stroke: #3d444d } .dot { fill: #3d444d } text { fill: #e6edf3 }
.step { fill: #4493f8 } .command { fill: #3fb950 }
}
@media (prefers-reduced-motion: reduce) { tspan, .lines { animation: none } }
</style>
<rect class="frame" x="0.5" y="0.5" width="${WIDTH - 1}" height="${HEIGHT - 1}" rx="8"/>
${[20, 38, 56].map((x) => `<circle class="dot" cx="${x}" cy="17" r="5"/>`).join("")}
<clipPath id="screen"><rect x="0" y="${BAR + PADDING}" width="${WIDTH}" height="${ROWS * LINE}"/></clipPath>
<g clip-path="url(#screen)"><g class="lines"><g transform="translate(${PADDING} ${BAR + PADDING + 13})">
${texts.filter((text) => text !== "").join("\n")}
</g></g></g>
</svg>
`;
}
