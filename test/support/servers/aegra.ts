import { freePort } from "../free-port.js";
import { ManagedProcess } from "../managed-process.js";
import { offline } from "./environment.js";
import type { Launch, Launched } from "./index.js";
import { findPostgres, startPostgres } from "./postgres.js";
import { writePythonGraphsFile } from "./python.js";
import { preparePythonEnvironment } from "./python-environment.js";
import { terminateMs, toPortError, whenHealthy } from "./start-up.js";

/** Finds the database, and makes aegra's environment; gives its Python. */
export async function prepareAegra(onLine: (line: string) => void): Promise<string> {
  findPostgres();
  return preparePythonEnvironment(
    { kind: "aegra", minor: 12, requirements: "aegra.requirements.txt" },
    onLine,
  );
}

/** Starts aegra with a database of its own, which lives and goes with it. */
export async function startAegra({ port, graphs, folder, onLine }: Launch): Promise<Launched> {
  const python = await prepareAegra(onLine);
  const at = port === 0 ? await freePort() : port;
  await writePythonGraphsFile(folder, graphs);
  const database = await startPostgres(folder);
  const server = new ManagedProcess({
    name: "aegra",
    command: python,
    args: ["-m", "uvicorn", "aegra_api.main:app", "--host", "127.0.0.1", "--port", String(at)],
    scratch: folder,
    cwd: folder,
    env: {
      ...offline(process.env),
      DATABASE_URL: database.url,
      AUTH_TYPE: "noop",
      AEGRA_CONFIG: "langgraph.json",
      LOG_LEVEL: "WARNING",
      PYTHONDONTWRITEBYTECODE: "1",
    },
    onLine,
  });
  const url = `http://127.0.0.1:${at}`;
  await whenHealthy(server, `${url}/health`).catch(async (error: unknown) => {
    await database.stop();
    throw toPortError(error, port, server.output);
  });
  const kill = () => server.kill().then(database.stop);
  return { url, stop: kill, terminate: () => server.stop(terminateMs).then(database.stop), kill };
}
