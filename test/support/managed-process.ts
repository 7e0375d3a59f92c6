import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

const keptLines = 40;
const graceMs = 3000;
const supervisor = fileURLToPath(new URL("supervisor.mjs", import.meta.url));

// Loaded before the program itself: when this process dies, even by SIGKILL, the channel between the two closes.
const dieWithParent = 'data:text/javascript,process.once("disconnect",()=>process.exit(1))';

export interface ProcessOptions {
  /** What messages call it. */
  name: string;
  /** The program to run; node when left out. */
  command?: string;
  /** Its arguments: for node its own options, then the script, then the script's arguments. */
  args: string[];
  /** What the program takes for the wish to end; SIGTERM when left out. */
  stopSignal?: NodeJS.Signals;
  /** A folder to remove if this process dies without having stopped the program; only with `command`. */
  scratch?: string;
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  onLine?: (line: string) => void;
}

/** A child process that leaves nothing behind: neither when it is stopped nor when its parent is killed. */
export class ManagedProcess {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  readonly #exited: Promise<string>;
  #heard: (said: unknown) => void = () => {};
  readonly #onLine: ((line: string) => void) | undefined;
  readonly #stopSignal: NodeJS.Signals;

  constructor({ name, cwd, env, onLine, ...program }: ProcessOptions) {
    this.name = name;
    this.#onLine = onLine;
    this.#stopSignal = program.stopSignal ?? "SIGTERM";
    // A group of its own, so that one signal reaches whatever the program starts in turn.
    this.#child = spawn(process.execPath, toNodeArguments(program), {
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      detached: true,
      ...(cwd === undefined ? {} : { cwd }),
      ...(env === undefined ? {} : { env }),
    });
    this.#exited = new Promise((resolve) => {
      this.#child.once("close", (code, signal) => resolve(`exited with ${signal ?? `code ${code}`}`));
      this.#child.once("error", (error) => resolve(`could not be started: ${error.message}`));
    });
    this.#child.on("message", (message) => this.#heard(message));
    for (const stream of [this.#child.stdout, this.#child.stderr]) this.#collect(stream);
  }

  /** The last lines that the process wrote. */
  get output(): string {
    return this.#lines.join("\n");
  }

  /**
   * Waits for the first message or line that `pick` makes something of.
   *
   * @throws when the process ends before, or takes longer than `timeoutMs`; it is stopped then.
   */
  ready<T>(pick: (said: unknown) => T | undefined, timeoutMs: number): Promise<T> {
    return this.alive(this.#firstOf(pick), timeoutMs);
  }

  /**
   * Waits for a sign that the process has come up.
   *
   * @throws when the process ends before, or takes longer than `timeoutMs`; it is stopped then.
   */
  async alive<T>(sign: Promise<T>, timeoutMs: number): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    try {
      return await Promise.race([
        sign,
        this.#exited.then((how) => Promise.reject(this.failure(how))),
        new Promise<never>((_, reject) => {
          timer = setTimeout(() => reject(this.failure(`did not come up within ${timeoutMs} ms`)), timeoutMs);
        }),
      ]);
    } catch (error) {
      await this.stop();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** An error that quotes what the process said last. */
  failure(what: string): Error {
    return new Error(`${this.name} ${what}. Its last output:\n${this.output || "(none)"}`);
  }

  /**
   * Waits for the process to end by itself.
   *
   * @throws when it ends with another code than 0.
   */
  async finished(): Promise<void> {
    const how = await this.#exited;
    if (how !== "exited with code 0") throw this.failure(how);
  }

  /** Ends the process and whatever it started, by force when it takes longer than `graceMs`; returns once it is gone. */
  async stop(ms = graceMs): Promise<void> {
    this.#signal(this.#stopSignal);
    const timer = setTimeout(() => this.#signal("SIGKILL"), ms);
    await this.#exited;
    clearTimeout(timer);
    this.#signal("SIGKILL");
  }

  /** Ends the process as a crash would, without a word to it; returns once it is gone. */
  async kill(): Promise<void> {
    this.#signal("SIGKILL");
    await this.#exited;
  }

  #firstOf<T>(pick: (said: unknown) => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      this.#heard = (said) => {
        const picked = pick(said);
        if (picked !== undefined) resolve(picked);
      };
      for (const line of this.#lines) this.#heard(line);
    });
  }

  // Both streams are read to the end of the process's life, or it would block on a full pipe.
  #collect(stream: Readable | null): void {
    if (stream === null) return;
    createInterface({ input: stream }).on("line", (line) => {
      this.#lines.push(line);
      if (this.#lines.length > keptLines) this.#lines.shift();
      this.#heard(line);
      this.#onLine?.(line);
    });
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#child.pid === undefined) return;
    try {
      process.kill(-this.#child.pid, signal);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
    }
  }
}

function toNodeArguments({
  command,
  args,
  stopSignal = "SIGTERM",
  scratch = "",
}: Omit<ProcessOptions, "name">): string[] {
  if (command === undefined) return ["--import", dieWithParent, ...args];
  return [supervisor, stopSignal, scratch, command, ...args];
}
