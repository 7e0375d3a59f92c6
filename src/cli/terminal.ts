import { styleText } from "node:util";

/** The output of a command. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Prints a line of the result to stdout. */
  print(line: string): void;
  /** Prints a status line or an error to stderr. */
  note(line: string): void;
  /** Colours text for stdout, if it shows colours. */
  paint(colour: Colour, text: string): string;
  /** After a second of work, shows a label and the elapsed seconds on stderr. */
  withProgress<T>(label: string, work: (setLabel: (label: string) => void) => Promise<T>): Promise<T>;
}

type Colour = "red" | "green" | "yellow" | "bold" | "dim";

interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
}

/** The parts of `process` that a terminal needs. */
interface TerminalProcess {
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const PROGRESS_INTERVAL_MS = 1000;
const CLEAR_LINE = "\r\u001b[2K";

export function createTerminal({ stdout, stderr, env }: TerminalProcess): Terminal {
  const isDumb = env.TERM === "dumb";
  const hasColour = stdout.isTTY === true && !env.NO_COLOR && !isDumb;
  const hasProgress = stderr.isTTY === true && !isDumb;
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
    // without this option, styleText checks the process's stdout instead of this one
    paint: (colour, text) => (hasColour ? styleText(colour, text, { validateStream: false }) : text),
    async withProgress(label, work) {
      if (!hasProgress) return work(() => {});
      let current = label;
      let seconds = 0;
      const timer = setInterval(() => {
        isShown = true;
        seconds++;
        stderr.write(`${CLEAR_LINE}${current} … ${seconds} s`);
      }, PROGRESS_INTERVAL_MS);
      try {
        return await work((changed) => {
          current = changed;
        });
      } finally {
        clearInterval(timer);
        clear();
      }
    },
  };
}

/** A table with a head; each column is as wide as its longest cell. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const format = (cells: readonly string[]) => {
    const padded = cells.map((cell, at) => cell.padEnd(widths[at] ?? 0));
    return padded.join("  ").trimEnd();
  };
  return [head, widths.map((width) => "─".repeat(width)), ...rows].map(format);
}

/** `1 call`, `2 calls`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** The first characters of a text, or of a value's JSON, on one line. */
export function excerpt(value: unknown, length: number): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}
