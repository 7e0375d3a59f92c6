/**
 * The site that `npm run docs` builds: the README as its first page, the guides, the recipes, and the reference that typedoc
 * writes into `docs/reference`. A page without a place in the sidebar fails the build, and so does a link that leads nowhere.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type DefaultTheme, defineConfig, type MarkdownRenderer } from "vitepress";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const DOCS = join(ROOT, "docs");
const REPOSITORY = "https://github.com/langgraph-remote/langgraph-remote";

/** The guides by what they are read for, as the README lists them. */
const GUIDES: Record<string, string[]> = {
  Begin: ["getting-started", "types", "migrating"],
  "Run a graph": ["streaming", "interrupts", "state", "events"],
  "Build with it": ["nodes", "recipes"],
  "Run it in earnest": ["reliability", "errors", "servers"],
  "Test and check": ["command-line"],
  "Look inside": ["comparison", "architecture"],
};

/** What the reference calls the entries, and how they are imported. */
const ENTRIES: Record<string, string> = {
  index: "langgraph-remote",
  langchain: "langgraph-remote/langchain",
  sdk: "langgraph-remote/sdk",
  "ai-sdk": "langgraph-remote/ai-sdk",
};

/** All schemas on one page: each is found under its own name. */
const SCHEMAS = "reference/index/interfaces/components.md";

const titleOf = (page: string): string => {
  const title = /^# (.+)$/m.exec(readFileSync(join(DOCS, `${page}.md`), "utf8"))?.[1];
  if (title === undefined) throw new Error(`docs/${page}.md has no title`);
  return title.replaceAll("`", "");
};

const pagesIn = (folder: string): string[] =>
  readdirSync(join(DOCS, folder))
    .filter((name) => name.endsWith(".md") && !/^(index|README)\.md$/.test(name))
    .map((name) => join(folder, basename(name, ".md")));

const toItems = (pages: readonly string[]): DefaultTheme.SidebarItem[] =>
  pages.map((page) => ({ text: titleOf(page), link: `/${page}` }));

function guides(): DefaultTheme.SidebarItem[] {
  const placed = Object.values(GUIDES).flat();
  const left = pagesIn("").filter((page) => !placed.includes(page));
  if (left.length > 0) throw new Error(`docs/.vitepress/config.ts gives no place to ${left.join(", ")}`);
  return [
    ...Object.entries(GUIDES).map(([text, pages]) => ({ text, items: toItems(pages) })),
    { text: "Recipes", collapsed: true, items: toItems(pagesIn("recipes")) },
    { text: "Reference", link: "/reference/" },
  ];
}

/** What typedoc writes of its pages. */
interface Entry {
  title: string;
  path?: string;
  children?: Entry[];
}

const toReferenceItem = ({ title, path, children }: Entry): DefaultTheme.SidebarItem => ({
  text: title,
  ...(path === undefined ? {} : { link: `/reference/${path.replace(/\.md$/, "")}` }),
  ...(children === undefined ? {} : { collapsed: true, items: children.map(toReferenceItem) }),
});

function reference(): DefaultTheme.SidebarItem[] {
  const entries: Entry[] = JSON.parse(readFileSync(join(DOCS, "reference/navigation.json"), "utf8"));
  return entries.map(({ title, ...entry }) => toReferenceItem({ title: ENTRIES[title] ?? title, ...entry }));
}

/** Where a link or picture of a page leads on the site: within it, or to the repository. */
function toSiteLink(target: string, page: string, isPicture: boolean): string {
  const [path = "", heading] = target.split("#");
  const from = page === "index.md" ? ROOT : dirname(join(DOCS, page));
  const file = resolve(from, path);
  if (!existsSync(file)) throw new Error(`${page} links to ${target}, which is not there`);
  const anchor = heading === undefined ? "" : `#${heading}`;
  if (file === join(ROOT, "README.md")) return `/index.md${anchor}`;
  const isPage = !relative(DOCS, file).startsWith("..");
  if (isPage || isPicture) return `./${relative(dirname(join(DOCS, page)), file)}${anchor}`;
  return `${REPOSITORY}/blob/main/${relative(ROOT, file)}${anchor}`;
}

function followLinks(md: MarkdownRenderer): void {
  md.core.ruler.push("links of the repository", ({ tokens, env }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const attribute = token.type === "image" ? "src" : "href";
      const target = token.attrGet(attribute);
      if (target === null || /^(\w+:|#|\/)/.test(target)) continue;
      token.attrSet(attribute, toSiteLink(target, env.relativePath, token.type === "image"));
    }
  });
}

/** What a heading is called in links, as GitHub and typedoc have it. */
const toAnchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");

export default defineConfig({
  title: "langgraph-remote",
  description: "The typed TypeScript client for the LangGraph Server API, and RemoteGraph on top of it",
  srcExclude: ["recipes/README.md"],
  markdown: { config: followLinks, anchor: { slugify: toAnchor } },
  themeConfig: {
    nav: [
      { text: "Guides", link: "/getting-started" },
      { text: "Reference", link: "/reference/" },
    ],
    sidebar: { "/": guides(), "/reference/": reference() },
    outline: { level: [2, 3] },
    socialLinks: [{ icon: "github", link: REPOSITORY }],
    search: {
      provider: "local",
      options: {
        _render: (text, env, md) => (env.relativePath === SCHEMAS ? "" : md.render(text, env)),
      },
    },
  },
});
