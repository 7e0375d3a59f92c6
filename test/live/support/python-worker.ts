import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("local_graphs.py", import.meta.url));
const graphs = fileURLToPath(new URL("../../fixtures/python-graphs", import.meta.url));

/** What is asked of a graph; `of` tells its caller's copy from those of others. */
export interface Call {
  of: string;
  graph: string;
  stateless: boolean;
  call: "stream" | "events" | "history" | "subgraphs" | "invoke" | "state" | "update" | "drawing";
  input?: unknown;
  command?: object;
  config?: object;
  options?: object;
}

type Answer = { chunk: unknown } | { result: unknown } | { error: Raised };

/** What was raised, as the server would tell it: the name of the class, and a sentence that may hide the true one. */
interface Raised {
  error: string;
  message: string;
}

class PythonError extends Error {
  constructor({ error, message }: Raised) {
    super(message);
    this.name = error;
  }
}

/** A Python process that runs the test graphs without a server, for as long as this process lives. */
export class PythonWorker {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #heard = new Map<number, (answer: Answer) => void>();
  #calls = 0;

  constructor(python: string, kind: string) {
    this.#process = spawn(python, [script, graphs, kind], {
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...process.env, LANGSMITH_TRACING: "false", PYTHONDONTWRITEBYTECODE: "1" },
    });
    this.#process.unref();
    createInterface({ input: this.#process.stdout }).on("line", (line) => {
      const { id, ...answer } = JSON.parse(line);
      this.#heard.get(id)?.(answer);
    });
    const lost = (reason: string) => {
      const error = { error: "WorkerError", message: `the Python worker ${reason}` };
      for (const heard of this.#heard.values()) heard({ error });
    };
    this.#process.once("error", ({ message }) => lost(`could not be started: ${message}`));
    this.#process.once("exit", (code) => lost(`ended with code ${code}`));
  }

  /** Gives each chunk of the answer, and returns its result. */
  async *ask(call: Call): AsyncGenerator<unknown, unknown> {
    this.#calls += 1;
    const id = this.#calls;
    const answers: Answer[] = [];
    let wake = () => {};
    this.#heard.set(id, (answer) => {
      answers.push(answer);
      wake();
    });
    this.#process.stdin.write(`${JSON.stringify({ id, config: {}, options: {}, ...call })}\n`);
    try {
      for (;;) {
        const answer = answers.shift();
        if (answer === undefined) await new Promise<void>((resolve) => (wake = resolve));
        else if ("chunk" in answer) yield answer.chunk;
        else if ("error" in answer) throw new PythonError(answer.error);
        else return answer.result;
      }
    } finally {
      this.#heard.delete(id);
    }
  }

  /** The result of a call that gives no chunks. */
  async result(call: Call): Promise<unknown> {
    return (await this.ask(call).next()).value;
  }
}
