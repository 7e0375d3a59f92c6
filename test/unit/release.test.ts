import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { refusalsOf, toNextVersion } from "../../scripts/release-plan.js";

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

test("a refused release changes nothing and says why; a dry run says what would be done as well", () => {
  const { git, read, write, release } = createRepository({ changelog: CHANGELOG.replace("- A thing.", "") });
  git("checkout", "--quiet", "-b", "side");
  git("tag", "v0.1.1");
  write("new.txt", "");
  const before = git("log", "--format=%H");

  const dry = release("patch", "--dry-run", "--publish");
  const refused = release("patch");

  expect([dry.status, refused.status]).toEqual([0, 1]);
  expect(dry.said).toContain("would run: npm publish --provenance --access public");
  for (const { said } of [dry, refused]) {
    expect(said).toContain("refused: releases are made on main, and this is side");
    expect(said).toContain("refused: the tree is not clean");
    expect(said).toContain("refused: CHANGELOG.md has no entry");
    expect(said).toContain("refused: the tag v0.1.1 exists");
  }
  expect([git("log", "--format=%H"), git("status", "--porcelain")]).toEqual([before, "?? new.txt\n"]);
  expect([git("tag").trim(), JSON.parse(read("package.json")).version]).toEqual(["v0.1.1", "0.1.0"]);
});

test("a release whose check is red is refused", () => {
  const { git, read, release } = createRepository({ check: 1 });
  expect(release("patch")).toMatchObject({ status: 1, said: expect.stringContaining("npm run check") });
  expect([git("tag"), JSON.parse(read("package.json")).version]).toEqual(["", "0.1.0"]);
});

test("a changelog without a place for entries is refused", () => {
  const state = { branch: "main", status: "", tags: [], changelog: "# Changelog\n", version: "0.1.1" };
  expect(() => refusalsOf(state)).toThrow('no "## Unreleased"');
});
