import { writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { freePort } from "../free-port.js";
import { ManagedProcess } from "../managed-process.js";
import { offline } from "./environment.js";
import { pythonGraphs, readGraphsFile } from "./fixture-graphs.js";
import type { Launch, Launched } from "./index.js";
import { preparePythonEnvironment } from "./python-environment.js";
import { terminateMs, toPortError, whenHealthy } from "./start-up.js";

/** Makes the environment of `langgraph dev`; gives its Python. */
export const preparePython = (onLine: (line: string) => void): Promise<string> =>
  preparePythonEnvironment({ kind: "python", minor: 11, requirements: "python.requirements.txt" }, onLine);

/** Starts `langgraph dev`, the in-memory server of Python's langgraph-api. */
export async function startPython({ port, graphs, folder, onLine }: Launch): Promise<Launched> {
  const python = await preparePython(onLine);
  const at = port === 0 ? await freePort() : port;
  await writePythonGraphsFile(folder, graphs);
  const flags = ["--no-browser", "--no-reload", "--host", "127.0.0.1", "--port", String(at)];
  const server = new ManagedProcess({
    name: "langgraph dev",
    command: python,
    args: ["-m", "langgraph_cli", "dev", ...flags, "--n-jobs-per-worker", "60"],
    scratch: folder,
    cwd: folder,
    env: { ...offline(process.env), LOG_LEVEL: "WARNING", PYTHONDONTWRITEBYTECODE: "1" },
    onLine,
  });
  const url = `http://127.0.0.1:${at}`;
  await whenHealthy(server, `${url}/ok`).catch((error: unknown) => {
    throw toPortError(error, port, server.output);
  });
  return {
    url,
    stop: () => server.kill(),
    terminate: () => server.stop(terminateMs),
    kill: () => server.kill(),
  };
}

/** Writes the langgraph.json that a Python server reads in the folder that it runs in. */
export async function writePythonGraphsFile(
  folder: string,
  graphs: readonly string[] | undefined,
): Promise<void> {
  const served = await readGraphsFile(pythonGraphs, folder, graphs);
  const dependencies = [relative(folder, dirname(pythonGraphs))];
  // The JavaScript server hands these headers on to the graph unasked.
  const http = { configurable_headers: { includes: ["x-*"] } };
  await writeFile(join(folder, "langgraph.json"), JSON.stringify({ ...served, dependencies, http }));
}
