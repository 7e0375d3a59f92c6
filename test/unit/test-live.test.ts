import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "test-live-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program that says it is a Python of some version, makes environments, and has a pip without a registry. */
function python(version: string): string {
  const file = join(folder, `python-${version.replaceAll(", ", ".")}`);
  const program = `#!/bin/sh
case "$2" in
  venv) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  pip) echo "ERROR: No matching distribution found for langgraph" >&2; exit 1 ;;
  *) echo "[${version}]"; echo environments ;;
esac
`;
  writeFileSync(file, program);
  chmodSync(file, 0o755);
  return file;
}

/** Runs `npm run test:live` as it stands in package.json; gives its exit code and the lines that it wrote. */
function testLive(args: string[], env: NodeJS.ProcessEnv = {}): Promise<{ code: unknown; err: string[] }> {
  return new Promise((resolve) => {
    const command = ["--import", "tsx", "scripts/test-live.ts", ...args];
    execFile(process.execPath, command, { env: { ...process.env, ...env } }, (error, _, stderr) =>
      resolve({ code: error?.code ?? 0, err: stderr.trim().split("\n") }),
    );
  });
}

/** A machine without any Python of its own. */
const bare = { PATH: folder, PYENV_ROOT: folder };

const onPython = 'the server "python" is left out, because ';
const install =
  ': install one ("apt-get install python3 python3-venv" where that is new enough, or pyenv), or name it by ' +
  "PYTHON=/path/to/python";

test.for([
  [
    "a server that there is not",
    ["--server", "nonsense"],
    {},
    '--server takes one of js, js-2.0.0, python, aegra, not "nonsense"',
  ],
  [
    "no Python",
    ["--server", "python"],
    { ...bare, PYTHON: "" },
    `${onPython}it needs Python 3.11 or newer, with venv, and there is no Python${install}`,
  ],
  [
    "too old a Python",
    ["--server", "python"],
    { ...bare, PYTHON: python("3, 8, 0") },
    `${onPython}it needs Python 3.11 or newer, with venv, and there is only ${folder}/python-3.8.0 (3.8.0)${install}`,
  ],
  [
    "no registry",
    ["--server", "python"],
    { PYTHON: python("3, 99, 0") },
    `${onPython}pip could not install its packages (ERROR: No matching distribution found for langgraph): is the ` +
      "registry, or a mirror that pip is set up for, within reach?",
  ],
] as const)(
  "%s: one line says what is missing and how to get it, and the exit code is 1",
  async ([, args, env, line]) => {
    expect(await testLive([...args], env)).toEqual({ code: 1, err: [line] });
  },
);
