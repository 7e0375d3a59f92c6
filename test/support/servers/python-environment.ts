import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ManagedProcess } from "../managed-process.js";
import { type ServerKind, ServerUnavailable } from "./kinds.js";

const run = promisify(execFile);
const cache = fileURLToPath(new URL("../../../node_modules/.cache/langgraph-remote", import.meta.url));

/** What a server of Python's needs. */
export interface PythonNeeds {
  kind: ServerKind;
  /** The least version, as the minor number of Python 3. */
  minor: number;
  /** The file in this folder that pins every package. */
  requirements: string;
}

/** A program that may be a Python, and what it says it is; a shim of pyenv may be there and not run. */
export interface Candidate {
  command: string;
  version: readonly [major: number, minor: number, patch: number] | undefined;
  /** Whether it can make virtual environments, which Debian leaves to a package of its own. */
  makesEnvironments: boolean;
}

/** The programs to try, in this order. */
export function listCandidates(env: NodeJS.ProcessEnv = process.env): string[] {
  const pyenv = join(env.PYENV_ROOT ?? join(homedir(), ".pyenv"), "versions");
  const versions = existsSync(pyenv) ? readdirSync(pyenv).sort(byNumber) : [];
  return [
    ...(env.PYTHON ? [env.PYTHON] : []),
    ...["python3.13", "python3.12", "python3.11", "python3"],
    ...versions.map((version) => join(pyenv, version, "bin/python")),
  ];
}

const byNumber = (a: string, b: string): number => a.localeCompare(b, "en", { numeric: true });

/** Runs a candidate and asks what it is. */
export async function probe(command: string): Promise<Candidate> {
  const program = [
    "import sys, json",
    "print(json.dumps(sys.version_info[:3]))",
    "import venv, ensurepip",
    "print('environments')",
  ].join("\n");
  const said = await run(command, ["-c", program], { timeout: 20_000 }).catch(
    (error: { stdout?: string }) => ({ stdout: error.stdout ?? "" }),
  );
  const [version = "", environments] = said.stdout.split("\n");
  const [major, minor, patch] = /^\[\d+, \d+, \d+\]$/.test(version) ? JSON.parse(version) : [];
  return {
    command,
    version: major === undefined ? undefined : [major, minor, patch],
    makesEnvironments: environments === "environments",
  };
}

/**
 * The first of the candidates that is new enough and makes virtual environments.
 *
 * @throws ServerUnavailable when none is.
 */
export async function findPython(
  { kind, minor }: PythonNeeds,
  commands: readonly string[] = listCandidates(),
  ask: (command: string) => Promise<Candidate> = probe,
): Promise<Candidate> {
  const tried: Candidate[] = [];
  for (const command of commands) {
    const candidate = await ask(command);
    const { version, makesEnvironments } = candidate;
    const isNewEnough = version !== undefined && version[0] === 3 && version[1] >= minor;
    if (isNewEnough && makesEnvironments) return candidate;
    tried.push(candidate);
  }
  const there = tried.filter(({ version }) => version !== undefined).map(describe);
  throw new ServerUnavailable(
    kind,
    `it needs Python 3.${minor} or newer, with venv, and there is ${there.length === 0 ? "no Python" : `only ${there.join(", ")}`}`,
    `install one ("apt-get install python3 python3-venv" where that is new enough, or pyenv), or name it by PYTHON=/path/to/python`,
  );
}

const describe = ({ command, version, makesEnvironments }: Candidate): string =>
  `${command} (${version?.join(".")}${makesEnvironments ? "" : ", without venv"})`;

/**
 * The Python of a virtual environment that has exactly the pinned packages, made now unless it was made before. It is
 * made under another name and then renamed, so that one of that name is whole, and that two processes can do it at once.
 *
 * @throws ServerUnavailable when there is no suitable Python, or the packages can't be had.
 */
export async function preparePythonEnvironment(
  needs: PythonNeeds,
  onLine: (line: string) => void,
): Promise<string> {
  const { kind, requirements } = needs;
  const pins = fileURLToPath(new URL(requirements, import.meta.url));
  const interpreter = await findPython(needs);
  const hash = createHash("sha256")
    .update(await readFile(pins))
    .update(String(interpreter.version))
    .digest("hex");
  const folder = join(cache, `${kind}-${hash.slice(0, 12)}`);
  if (!(await isSound(folder, pins))) {
    await mkdir(cache, { recursive: true });
    await removeAbandoned();
    const made = join(cache, `${kind}-being-made-by-${process.pid}`);
    try {
      onLine(`${kind}: making a virtual environment with ${describe(interpreter)}, once`);
      await make(made, needs, interpreter.command, pins, onLine);
      // Another process may have been quicker, and its server may run from there already.
      if (!(await isSound(folder, pins))) {
        await rm(folder, { recursive: true, force: true });
        await rename(made, folder);
      }
    } finally {
      await rm(made, { recursive: true, force: true });
    }
  }
  return pythonOf(folder);
}

const pythonOf = (folder: string): string => join(folder, "bin/python");

async function make(
  folder: string,
  { kind }: PythonNeeds,
  interpreter: string,
  pins: string,
  onLine: (line: string) => void,
): Promise<void> {
  const say = (line: string) => {
    const [progress] = /^(Collecting \S+|Installing collected packages|ERROR.*)/.exec(line) ?? [];
    if (progress !== undefined) onLine(`${kind}: ${progress}`);
  };
  await rm(folder, { recursive: true, force: true });
  const venv = new ManagedProcess({ name: "venv", command: interpreter, args: ["-m", "venv", folder] });
  await venv.finished();
  const pip = new ManagedProcess({
    name: "pip",
    command: pythonOf(folder),
    args: ["-m", "pip", "install", "--disable-pip-version-check", "--progress-bar=off", "-r", pins],
    scratch: folder,
    onLine: say,
  });
  await pip.finished().catch(() => {
    const errors = pip.output.split("\n").filter((line) => line.startsWith("ERROR"));
    throw new ServerUnavailable(
      kind,
      `pip could not install its packages (${errors.at(-1) ?? pip.output.split("\n").at(-1)})`,
      "is the registry, or a mirror that pip is set up for, within reach?",
    );
  });
}

/** Whether an environment is there, runs, and has each pinned package in the pinned version. */
async function isSound(folder: string, pins: string): Promise<boolean> {
  if (!existsSync(pythonOf(folder))) return false;
  const program = `
import sys
from importlib.metadata import files, version
for line in open(sys.argv[1]):
    if "==" in line:
        name, pinned = line.strip().split("==")
        assert version(name) == pinned
        assert all(file.locate().exists() for file in files(name)[:5])
`;
  return run(pythonOf(folder), ["-c", program, pins]).then(
    () => true,
    () => false,
  );
}

/** Removes what processes were making that are no more. */
async function removeAbandoned(): Promise<void> {
  for (const name of readdirSync(cache)) {
    const maker = /-being-made-by-(\d+)$/.exec(name)?.[1];
    if (maker !== undefined && !isRunning(Number(maker))) {
      await rm(join(cache, name), { recursive: true, force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
    throw error;
  }
}
