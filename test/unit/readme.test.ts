import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), "utf8");

interface Link {
  path: string;
  /** The test that it names. */
  title: string | undefined;
}

/** The links of a page that lead to a file beside it. */
function linksOf(page: string): Link[] {
  return [...read(page).matchAll(/\]\((?!\w+:|#)([^\s)]+)(?: "([^"]*)")?\)/g)].map(
    ([, path = "", title]) => ({
      path,
      title,
    }),
  );
}

/** The texts in quotes of a file, the names of its tests among them. */
const titlesIn = (path: string): string[] =>
  [...read(path).matchAll(/(["'`])((?:(?!\1).)*)\1/g)].map(([, , text = ""]) => text);

test.each(["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])(
  "every file that %s links to is there",
  (page) => {
    expect(linksOf(page).filter(({ path }) => !existsSync(join(root, path)))).toEqual([]);
  },
);

test("every test that README.md names is in the file that it links to", () => {
  const named = linksOf("README.md").filter(({ title }) => title !== undefined);
  expect(named.length).toBeGreaterThan(20);
  expect(
    named.filter(({ path, title }) => !titlesIn(path).some((one) => one.includes(String(title)))),
  ).toEqual([]);
});

test("README.md names every measure, and no others", () => {
  const measures = [...read("bench/measures.ts").matchAll(/^ {2}(?:async )?(\w+)\((?:url)?\) \{$/gm)].map(
    ([, name]) => name,
  );
  const [, table = ""] = read("README.md").split("by the name |\n|---|---|\n");
  const named = table
    .split("\n\n", 1)
    .flatMap((rows) => rows.split("\n").flatMap((row) => row.split("|")[2]?.match(/\w+/g) ?? []));
  expect(measures.length).toBeGreaterThan(5);
  expect(named.toSorted()).toEqual(measures.toSorted());
});

test("README.md has the place that the figures are written to", () => {
  expect(read("README.md")).toMatch(/<!-- bench -->\n[\s\S]+\n<!-- \/bench -->/);
});
