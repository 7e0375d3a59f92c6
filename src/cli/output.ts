import { styleText } from "node:util";

/** What a command may know of the terminal that it runs in. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A line of the result, to stdout. */
  print(line: string): void;
  /** A line about the work, to stderr. */
  note(line: string): void;
  /** Colours what goes to stdout, where colours are wanted. */
  paint(colour: Colour, text: string): string;
  /** Shows on stderr what takes longer than a second; `say` tells how far it is. */
  during<T>(what: string, work: (say: (what: string) => void) => Promise<T>): Promise<T>;
}

export type Colour = "red" | "green" | "yellow" | "bold" | "dim";

interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
}

/** The part of `process` that a terminal is made of. */
export interface TerminalProcess {
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const PATIENCE_MS = 1000;
const TURN_MS = 500;
const CLEAR_LINE = "\r\u001b[2K";

export function createTerminal({ stdout, stderr, env }: TerminalProcess): Terminal {
  const isDumb = env.TERM === "dumb";
  const hasColour = stdout.isTTY === true && !env.NO_COLOR && !isDumb;
  const isWatched = stderr.isTTY === true && !isDumb;
  let isShown = false;
  const clear = () => {
    if (isShown) stderr.write(CLEAR_LINE);
    isShown = false;
  };

  return {
    env,
    print: (line) => void stdout.write(`${line}\n`),
    note: (line) => {
      clear();
      stderr.write(`${line}\n`);
    },
    // Node itself would ask its own stdout, and the terminal may be another
    paint: (colour, text) => (hasColour ? styleText(colour, text, { validateStream: false }) : text),
    async during(what, work) {
      if (!isWatched) return work(() => {});
      const began = Date.now();
      let said = what;
      const show = () => {
        const seconds = Math.floor((Date.now() - began) / 1000);
        if (seconds * 1000 < PATIENCE_MS) return;
        isShown = true;
        stderr.write(`${CLEAR_LINE}${said} … ${seconds} s`);
      };
      const timer = setInterval(show, TURN_MS);
      try {
        return await work((now) => {
          said = now;
        });
      } finally {
        clearInterval(timer);
        clear();
      }
    },
  };
}

/** Rows under their heads, in columns as wide as they must be. */
export function formatTable(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = heads.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd();
  return [line(heads), line(widths.map((width) => "─".repeat(width))), ...rows.map(line)];
}

/** `1 call`, `2 calls`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** The beginning of a text on one line, or of what is none as JSON. */
export function excerpt(value: unknown, length: number): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}
