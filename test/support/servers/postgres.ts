import { execFile, execFileSync } from "node:child_process";
import { chownSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "../free-port.js";
import { ManagedProcess } from "../managed-process.js";
import { ServerUnavailable } from "./kinds.js";
import { startUpMs } from "./start-up.js";

const debian = "/usr/lib/postgresql";

/** A PostgreSQL of the tests' own, not the machine's. */
export interface Database {
  url: string;
  stop(): Promise<void>;
}

/**
 * The folder of PostgreSQL's programs: on the path, or where Debian puts the newest.
 *
 * @throws ServerUnavailable when there is none.
 */
export function findPostgres(folders: readonly string[] = listFolders()): string {
  const found = folders.find((folder) =>
    ["initdb", "postgres"].every((program) => existsSync(join(folder, program))),
  );
  if (found !== undefined) return found;
  throw new ServerUnavailable(
    "aegra",
    "it needs PostgreSQL, and its initdb and postgres are neither on the PATH nor below /usr/lib/postgresql",
    `"apt-get install postgresql" brings them, or put their folder on the PATH`,
  );
}

function listFolders(): string[] {
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  const newestFirst = versions.sort((a, b) => Number(b) - Number(a)).map((one) => join(debian, one, "bin"));
  return [...(process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== ""), ...newestFirst];
}

/** Starts a database whose data is in a folder below the given one, where it finds the data of an earlier one again. */
export async function startPostgres(folder: string): Promise<Database> {
  const programs = findPostgres();
  const data = join(folder, "postgres");
  const port = await freePort();
  if (!existsSync(data)) await initialise(join(programs, "initdb"), data);
  const settings = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    max_connections: 200,
    // a crash of the machine may cost a test its database
    fsync: "off",
  };
  const { command, args } = asOrdinaryUser(join(programs, "postgres"), [
    ...["-D", data],
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ]);
  const server = new ManagedProcess({
    name: "postgres",
    command,
    args,
    // ends at once, and what was committed is found again
    stopSignal: "SIGQUIT",
    scratch: folder,
  });
  await server.ready(
    (said) => (/ready to accept connections/.test(String(said)) ? true : undefined),
    startUpMs,
  );
  return { url: `postgresql://postgres@127.0.0.1:${port}/postgres`, stop: () => server.stop() };
}

async function initialise(initdb: string, data: string): Promise<void> {
  mkdirSync(data, { mode: 0o700 });
  if (isRoot()) chownSync(data, Number(idOf("-u")), Number(idOf("-g")));
  const { command, args } = asOrdinaryUser(initdb, [
    ...["-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C"],
  ]);
  await promisify(execFile)(command, args);
}

const isRoot = (): boolean => process.getuid?.() === 0;

const idOf = (which: "-u" | "-g"): string => execFileSync("id", [which, "postgres"], { encoding: "utf8" });

/** PostgreSQL refuses to run as root, so root runs it as the user that its package made. */
function asOrdinaryUser(program: string, args: string[]): { command: string; args: string[] } {
  if (!isRoot()) return { command: program, args };
  const user = ["--reuid=postgres", "--regid=postgres", "--clear-groups"];
  return { command: "setpriv", args: [...user, program, ...args] };
}
