/**
 * Makes a release in one command: `npm run release -- patch|minor|major|x.y.z [--dry-run] [--publish]`. It refuses when the tree
 * is not clean, on another branch than main, when `npm run check` fails, when the changelog has nothing unreleased, and when
 * the tag exists. It sets the version, dates the changelog, commits and tags; `--publish` publishes with provenance, which npm
 * makes in a CI job that has an identity. `--dry-run` does nothing of all that: it says what would be done, and what refused.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { fail } from "./fail.js";
import { refusalsOf, toNextVersion, toReleasedChangelog } from "./release-plan.js";

const CHANGELOG = "CHANGELOG.md";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    "dry-run": { type: "boolean", default: false },
    publish: { type: "boolean", default: false },
  },
});
const isDry = values["dry-run"];

const git = (...args: string[]): string => execFileSync("git", args, { encoding: "utf8" });

/** Does one step; a dry run only says it. */
function step(program: string, ...args: string[]): void {
  console.log(`${isDry ? "would run" : "runs"}: ${program} ${args.join(" ")}`);
  if (!isDry) execFileSync(program, args, { stdio: "inherit" });
}

function release(wanted: string): void {
  const { name, version: current } = JSON.parse(readFileSync("package.json", "utf8"));
  const version = toNextVersion(current, wanted);
  const changelog = readFileSync(CHANGELOG, "utf8");
  const refusals = refusalsOf({
    branch: git("rev-parse", "--abbrev-ref", "HEAD").trim(),
    status: git("status", "--porcelain"),
    tags: git("tag").split("\n"),
    changelog,
    version,
  });
  console.log(`${name} ${current} → ${version}`);
  for (const reason of refusals) console.log(`refused: ${reason}`);
  if (refusals.length > 0 && !isDry) throw new Error("there is no release");
  step("npm", "run", "check");
  step("npm", "version", version, "--no-git-tag-version", "--allow-same-version");
  const date = new Date().toISOString().slice(0, 10);
  const dated = toReleasedChangelog(changelog, version, date);
  console.log(`${isDry ? "would write" : "writes"}: ${CHANGELOG}, with ${version} - ${date}`);
  if (!isDry) writeFileSync(CHANGELOG, dated);
  step(
    "git",
    "commit",
    "--quiet",
    "--message",
    `Release ${version}`,
    "--",
    CHANGELOG,
    "package.json",
    "package-lock.json",
  );
  step("git", "tag", "--annotate", `v${version}`, "--message", `${name} ${version}`);
  if (values.publish) step("npm", "publish", "--provenance", "--access", "public");
  console.log(`${isDry ? "then it would be" : "now"} for you to push: git push --follow-tags`);
}

try {
  const [wanted, ...more] = positionals;
  if (wanted === undefined || more.length > 0)
    throw new Error("say one of patch, minor, major, or a version");
  release(wanted);
} catch (error) {
  fail(error);
}
