import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { toLlmsFiles } from "../support/llms.js";
import { readPages } from "../support/pages.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), "utf8");

interface Link {
  path: string;
  heading: string | undefined;
  /** The test that it names. */
  title: string | undefined;
}

/** The links of a page that lead to a file of the project, as paths from its root, and to a heading of the file. */
function linksOf(page: string): Link[] {
  return [...read(page).matchAll(/\]\((?!\w+:)([^\s)#]*)(?:#([^\s)]+))?(?: "([^"]*)")?\)/g)].map(
    ([, path = "", heading, title]) => ({
      path: path === "" ? page : join(dirname(page), path),
      heading,
      title,
    }),
  );
}

/** The names that a page's headings have in links. */
const headingsIn = (path: string): string[] =>
  [...read(path).matchAll(/^#+ (.+)$/gm)].map(([, text = ""]) =>
    text
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );

const pages = [...readPages(), "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"];

/** The texts in quotes of a file, the names of its tests among them. */
const titlesIn = (path: string): string[] =>
  [...read(path).matchAll(/(["'`])((?:(?!\1).)*)\1/g)].map(([, , text = ""]) => text);

test.each(pages)("every file and heading that %s links to is there", (page) => {
  const links = linksOf(page);
  expect(links.filter(({ path }) => !existsSync(join(root, path)))).toEqual([]);
  const toHeadings = links.filter(({ heading }) => heading !== undefined);
  expect(toHeadings.filter(({ path, heading }) => !headingsIn(path).includes(String(heading)))).toEqual([]);
});

test("every guide is linked to by another page", () => {
  const linked = new Set(
    pages.flatMap((page) => linksOf(page).filter(({ path }) => path !== page)).map(({ path }) => path),
  );
  expect(readPages().filter((page) => page !== "README.md" && !linked.has(page))).toEqual([]);
});

test("every test that a page names is in the file that it links to", () => {
  const named = pages.flatMap((page) => linksOf(page)).filter(({ title }) => title !== undefined);
  expect(named.length).toBeGreaterThan(20);
  expect(
    named.filter(({ path, title }) => !titlesIn(path).some((one) => one.includes(String(title)))),
  ).toEqual([]);
});

test("README.md is short", () => {
  expect(Buffer.byteLength(read("README.md"))).toBeLessThanOrEqual(9_000);
});

test("the comparison names every measure, and no others", () => {
  const measures = [...read("bench/measures.ts").matchAll(/^ {2}(?:async )?(\w+)\((?:url)?\) \{$/gm)].map(
    ([, name]) => name,
  );
  const [, table = ""] = read("docs/comparison.md").split("by the name |\n|---|---|\n");
  const named = table
    .split("\n\n", 1)
    .flatMap((rows) => rows.split("\n").flatMap((row) => row.split("|")[2]?.match(/\w+/g) ?? []));
  expect(measures.length).toBeGreaterThan(5);
  expect(named.toSorted()).toEqual(measures.toSorted());
});

test.each([
  { script: "bench/pages.ts", what: "the figures in the pages and the chart are those that were measured" },
  { script: "scripts/pictures.ts", what: "the picture of the floors is that of scripts/floors.ts" },
])("$what", ({ script }) => {
  const args = ["--import", "tsx", script, "--check"];
  const check = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  expect(check).toMatchObject({ stderr: "", status: 0 });
});

test("llms.txt and llms-full.txt are those of the pages: npm run docs:llms", () => {
  for (const [path, text] of Object.entries(toLlmsFiles())) expect(read(path), path).toBe(text);
});
