import { spawn } from "node:child_process";
import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { prepareAegra } from "../../support/servers/aegra.js";
import { preparePython } from "../../support/servers/python.js";

const script = fileURLToPath(new URL("local_graphs.py", import.meta.url));
const graphs = fileURLToPath(new URL("../../fixtures/python-graphs", import.meta.url));

/** How the Python of each server that is written in it is found. */
const interpreters = { python: preparePython, aegra: prepareAegra };

type PythonKind = keyof typeof interpreters;

export const isPythonKind = (kind: string): kind is PythonKind => kind in interpreters;

/**
 * Starts a Python process that runs the test graphs without a server, with the packages of the server of a kind: one for
 * all test files, since it takes seconds to start.
 */
export async function startPythonWorker(kind: PythonKind): Promise<{ port: number; stop(): void }> {
  const python = await interpreters[kind](() => {});
  const child = spawn(python, [script, graphs, kind], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, LANGSMITH_TRACING: "false", PYTHONDONTWRITEBYTECODE: "1" },
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the Python worker ended with code ${code}`)));
    child.stdout.once("data", (line) => resolve(Number(line)));
  });
  return { port, stop: () => child.stdin.end() };
}

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

/** A connection to the Python worker. */
export class PythonWorker {
  readonly #socket: Socket;
  readonly #heard = new Map<number, (answer: Answer) => void>();
  #calls = 0;

  constructor(port: number) {
    this.#socket = connect(port, "127.0.0.1").unref();
    createInterface({ input: this.#socket }).on("line", (line) => {
      const { id, ...answer } = JSON.parse(line);
      this.#heard.get(id)?.(answer);
    });
    const lost = (reason: string) => {
      const error = { error: "WorkerError", message: `the Python worker ${reason}` };
      for (const heard of this.#heard.values()) heard({ error });
    };
    this.#socket.once("error", ({ message }) => lost(`is lost: ${message}`));
    this.#socket.once("close", () => lost("has ended"));
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
    this.#socket.write(`${JSON.stringify({ id, config: {}, options: {}, ...call })}\n`);
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
