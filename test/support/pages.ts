/** The README and the guides. */
import { readdirSync } from "node:fs";

const root = new URL("../../", import.meta.url);

/** Their paths from the root, the README first; the index of the site is the README. The recipes have a test of their own. */
export const readPages = (): string[] => [
  "README.md",
  ...readdirSync(new URL("docs", root))
    .filter((name) => name.endsWith(".md") && name !== "index.md")
    .toSorted()
    .map((name) => `docs/${name}`),
];
