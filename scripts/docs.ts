/**
 * Builds the site of the documentation into `docs/.vitepress/dist`: `npm run docs`. typedoc writes the reference as pages, and
 * fails for what has no doc comment; VitePress makes a site with search of these and of `docs/`; then every link of the site
 * is followed, to the heading. `npx vitepress preview docs` serves it.
 */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SITE = fileURLToPath(new URL("../docs/.vitepress/dist", import.meta.url));

interface Page {
  /** The values of `href` and `src`. */
  links: string[];
  /** What a link may name behind `#`. */
  anchors: Set<string>;
}

const valuesOf = (html: string, attributes: string): string[] =>
  [...html.matchAll(new RegExp(`<[^>]* (?:${attributes})="([^"]*)"`, "g"))].map(([, value = ""]) => value);

function readPage(path: string): Page {
  const html = readFileSync(join(SITE, path), "utf8");
  return { links: valuesOf(html, "href|src"), anchors: new Set(valuesOf(html, "id")) };
}

/** The links within the site that lead nowhere, each with the page that it is on. */
function deadLinksIn(files: ReadonlySet<string>): string[] {
  const pages = new Map(
    [...files].filter((file) => file.endsWith(".html")).map((file) => [file, readPage(file)]),
  );
  return [...pages].flatMap(([page, { links }]) =>
    links
      .filter((link) => {
        const { origin, pathname, hash } = new URL(link, `http://site/${page}`);
        if (origin !== "http://site") return false;
        const path = decodeURIComponent(pathname.slice(1)).replace(/(^|\/)$/, "$1index.html");
        const anchor = decodeURIComponent(hash.slice(1));
        return !files.has(path) || (anchor !== "" && pages.get(path)?.anchors.has(anchor) === false);
      })
      .map((link) => `${page}: ${link}`),
  );
}

const run = (program: string, ...args: string[]) =>
  execFileSync("npx", [program, ...args], { stdio: "inherit" });

rmSync(SITE, { recursive: true, force: true });
run("typedoc");
run("vitepress", "build", "docs");
const files = new Set(readdirSync(SITE, { recursive: true, encoding: "utf8" }));
const dead = deadLinksIn(files);
for (const link of dead) console.error(`a dead link on ${link}`);
if (dead.length > 0) process.exitCode = 1;
else console.log(`${[...files].filter((file) => file.endsWith(".html")).length} pages, and no dead link`);
