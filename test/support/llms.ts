/** `llms.txt`, the list of the guides, and `llms-full.txt`, all of them in one file. */
import { readFileSync } from "node:fs";
import { readPages } from "./pages.js";

const root = new URL("../../", import.meta.url);

/** The texts of both files by their names. */
export function toLlmsFiles(): Record<string, string> {
  const pages = readPages().map((path) => ({ path, text: readFileSync(new URL(path, root), "utf8").trim() }));
  const [readme, ...guides] = pages;
  const summary = readme?.text.split("\n\n")[1]?.replaceAll("\n", " ") ?? "";
  const list = guides.map(({ path, text }) => `- [${/^# (.+)/.exec(text)?.[1]}](${path})`).join("\n");
  return {
    "llms.txt": `# langgraph-remote\n\n> ${summary}\n\n## Guides\n\n${list}\n`,
    "llms-full.txt": `${pages.map(({ path, text }) => `<!-- ${path} -->\n\n${text}`).join("\n\n")}\n`,
  };
}
