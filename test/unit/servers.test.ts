import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ServerUnavailable } from "../support/servers/index.js";
import { findPostgres } from "../support/servers/postgres.js";
import { type Candidate, findPython, listCandidates } from "../support/servers/python-environment.js";

const needs = { kind: "python", minor: 11, requirements: "" } as const;

/** Candidates of a machine, by command: the version, and whether it has venv. */
function machine(pythons: Record<string, [Candidate["version"], boolean]>) {
  const ask = async (command: string): Promise<Candidate> => {
    const [version, makesEnvironments] = pythons[command] ?? [undefined, false];
    return { command, version, makesEnvironments };
  };
  const commands = ["python3.13", "python3.12", "python3"];
  return {
    find: () => findPython(needs, commands, ask),
    message: () => messageOf(findPython(needs, commands, ask)),
  };
}

async function messageOf(failing: Promise<unknown>): Promise<string> {
  const error = await failing.catch((thrown: unknown) => thrown);
  if (!(error instanceof ServerUnavailable))
    throw new Error("it did not fail as it should", { cause: error });
  return error.message;
}

test("the first Python that is new enough and makes environments is taken", async () => {
  const { find } = machine({
    "python3.12": [[3, 12, 4], false],
    python3: [[3, 11, 0], true],
  });
  expect((await find()).command).toBe("python3");
});

test("too old a Python, and one without venv, are named with their version", async () => {
  const { message } = machine({ python3: [[3, 9, 2], true], "python3.13": [[3, 13, 0], false] });
  const said = await message();
  expect(said).toContain("there is only python3.13 (3.13.0, without venv), python3 (3.9.2):");
  expect(said).not.toContain("\n");
});

test("PYTHON comes before all that is found by name", () => {
  expect(listCandidates({ PYTHON: "/opt/python", PYENV_ROOT: "/nowhere" }).slice(0, 2)).toEqual([
    "/opt/python",
    "python3.13",
  ]);
});

test("no PostgreSQL: one line says what is missing, what is left out, and how to get it", async () => {
  const empty = await mkdtemp(join(tmpdir(), "no-postgres-"));
  try {
    expect(await messageOf(Promise.resolve().then(() => findPostgres([empty])))).toBe(
      'the server "aegra" is left out, because it needs PostgreSQL, and its initdb and postgres are neither on the ' +
        'PATH nor below /usr/lib/postgresql: "apt-get install postgresql" brings them, or put their folder on the PATH',
    );
  } finally {
    await rm(empty, { recursive: true });
  }
});
