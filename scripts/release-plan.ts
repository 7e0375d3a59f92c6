/** What a release is made of: which version comes next, what the changelog says of it, and why it may not be made. */

const UNRELEASED = "## Unreleased\n";

/** The version that `wanted` stands for: `patch`, `minor` or `major` of the current one, or a version that is not below it. */
export function toNextVersion(current: string, wanted: string): string {
  const [major, minor, patch] = toNumbers(current);
  switch (wanted) {
    case "major":
      return `${major + 1}.0.0`;
    case "minor":
      return `${major}.${minor + 1}.0`;
    case "patch":
      return `${major}.${minor}.${patch + 1}`;
    default: {
      const next = toNumbers(wanted);
      const [first = 0] = next
        .map((part, at) => part - (toNumbers(current)[at] ?? 0))
        .filter((step) => step !== 0);
      if (first < 0) throw new Error(`${wanted} is below the current version, ${current}`);
      return wanted;
    }
  }
}

function toNumbers(version: string): [number, number, number] {
  const parts = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.exec(version);
  if (parts === null) throw new Error(`"${version}" is neither patch, minor, major nor a version like 1.2.3`);
  return [Number(parts[1]), Number(parts[2]), Number(parts[3])];
}

/** What stands under "Unreleased". */
function toUnreleased(changelog: string): string {
  const [, after] = changelog.split(UNRELEASED);
  if (after === undefined) throw new Error('CHANGELOG.md has no "## Unreleased"');
  return after.split(/^## /m, 1)[0] ?? "";
}

/** The changelog with what is unreleased under the version and its date, and nothing unreleased. */
export function toReleasedChangelog(changelog: string, version: string, date: string): string {
  return changelog.replace(UNRELEASED, `${UNRELEASED}\n## ${version} - ${date}\n`);
}

/** Where a release is about to be made. */
export interface ReleaseState {
  /** The branch that is checked out. */
  branch: string;
  /** What `git status --porcelain` says. */
  status: string;
  /** The repository's tags. */
  tags: readonly string[];
  changelog: string;
  version: string;
}

/** Why the release may not be made; none when it may. */
export function refusalsOf({ branch, status, tags, changelog, version }: ReleaseState): string[] {
  const reasons: [boolean, string][] = [
    [branch !== "main", `releases are made on main, and this is ${branch}`],
    [status.trim() !== "", `the tree is not clean:\n${status.trimEnd()}`],
    [!/^- /m.test(toUnreleased(changelog)), 'CHANGELOG.md has no entry under "Unreleased"'],
    [tags.includes(`v${version}`), `the tag v${version} exists`],
  ];
  return reasons.filter(([refused]) => refused).map(([, reason]) => reason);
}
