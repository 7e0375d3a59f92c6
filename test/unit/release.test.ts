import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { toNextVersion } from "../../scripts/release-plan.js";

const script = fileURLToPath(new URL("../../scripts/release.ts", import.meta.url));
const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
const today = new Date().toISOString().slice(0, 10);
const CHANGELOG =
  "# Changelog\n\n## Unreleased\n\n### Added\n\n- A thing.\n\n## 0.1.0 - 2026-01-01\n\n- All.\n";

/** A repository on main whose check ends with that code, and a command in it. */
function createRepository({ check = 0, changelog = CHANGELOG } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "langgraph-remote-release-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const git = (...args: string[]) => execFileSync("git", args, { cwd: folder, encoding: "utf8" });
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  const versioned = { name: "thing", version: "0.1.0" };
  write("package.json", JSON.stringify({ ...versioned, scripts: { check: `exit ${check}` } }));
  write(
    "package-lock.json",
    JSON.stringify({ ...versioned, lockfileVersion: 3, packages: { "": versioned } }),
  );
  write("CHANGELOG.md", changelog);
  git("init", "--quiet", "--initial-branch=main");
  git("config", "user.name", "Somebody");
  git("config", "user.email", "somebody@example.com");
  git("add", ".");
  git("commit", "--quiet", "--message", "Begin");
  const release = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", tsx, script, ...args], {
      cwd: folder,
      encoding: "utf8",
    });
    return { status, said: stdout + stderr };
  };
  return { git, write, read, release };
}

test.each([
  ["0.1.9", "patch", "0.1.10"],
  ["0.1.9", "minor", "0.2.0"],
  ["0.1.9", "major", "1.0.0"],
  ["0.1.9", "0.1.9", "0.1.9"],
  ["0.9.9", "0.10.0", "0.10.0"],
])("after %s, %s is %s", (current, wanted, next) => {
  expect(toNextVersion(current, wanted)).toBe(next);
});

test.each([
  ["0.10.0", "0.9.9", "0.9.9 is below the current version, 0.10.0"],
  ["0.1.0", "next", '"next" is neither patch, minor, major nor a version like 1.2.3'],
  ["0.1.0", "1.2", '"1.2" is neither patch, minor, major nor a version like 1.2.3'],
])("after %s, %s is refused", (current, wanted, message) => {
  expect(() => toNextVersion(current, wanted)).toThrow(message);
});

test("a release sets the version, dates the changelog, commits and tags", () => {
  const { git, read, release } = createRepository();

  expect(release("minor")).toMatchObject({ status: 0 });

  expect(JSON.parse(read("package.json")).version).toBe("0.2.0");
  expect(JSON.parse(read("package-lock.json"))).toMatchObject({
    version: "0.2.0",
    packages: { "": { version: "0.2.0" } },
  });
  expect(read("CHANGELOG.md")).toBe(CHANGELOG.replace("Unreleased\n", `Unreleased\n\n## 0.2.0 - ${today}\n`));
  expect(git("log", "-1", "--format=%s %D").trim()).toBe("Release 0.2.0 HEAD -> main, tag: v0.2.0");
  expect(git("status", "--porcelain")).toBe("");
  // and what is released is not released again
  expect(release("patch")).toMatchObject({ status: 1, said: expect.stringContaining("no entry") });
});

test("a dry run changes nothing, and says what would be done and what refused", () => {
  const { git, write, release } = createRepository({ check: 1 });
  write("new.txt", "");

  const { status, said } = release("patch", "--dry-run", "--publish");

  expect(status).toBe(0);
  expect(said).toContain("refused: the tree is not clean");
  expect(said).toContain("would run: npm publish --provenance --access public");
  expect(git("status", "--porcelain")).toBe("?? new.txt\n");
  expect(git("tag")).toBe("");
});

type Repository = ReturnType<typeof createRepository>;

test.each<[string, string, Parameters<typeof createRepository>[0], (repository: Repository) => void]>([
  ["when the tree is not clean", "the tree is not clean", {}, ({ write }) => write("new.txt", "")],
  ["on another branch", "and this is side", {}, ({ git }) => git("checkout", "--quiet", "-b", "side")],
  ["when the check is red", "npm run check", { check: 1 }, () => {}],
  ["without an entry", "no entry", { changelog: CHANGELOG.replace("- A thing.", "") }, () => {}],
  ["without a place for entries", 'no "## Unreleased"', { changelog: "# Changelog\n" }, () => {}],
  ["when the tag exists", "the tag v0.1.1 exists", {}, ({ git }) => git("tag", "v0.1.1")],
])("a release is refused %s", (_, reason, options, spoil) => {
  const repository = createRepository(options);
  spoil(repository);
  const before = repository.git("log", "--format=%H");

  expect(repository.release("patch")).toMatchObject({ status: 1, said: expect.stringContaining(reason) });

  expect(repository.git("log", "--format=%H")).toBe(before);
  expect(JSON.parse(repository.read("package.json")).version).toBe("0.1.0");
});
