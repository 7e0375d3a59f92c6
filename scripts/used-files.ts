/** What of the built package its entries lead to. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The files below a folder, as paths that begin with its name. */
export const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** The scripts, source maps and types that the package in that folder names in its package.json, and what these lead to. */
export function usedFiles(root: string): Set<string> {
  const { exports, imports, bin } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const named = [exports, imports, bin].flatMap(leaves).filter((path) => /^\.\/.+\.(js|d\.ts)$/.test(path));
  const used = new Set(
    named
      .flatMap((path) => [join(path), join(path.replace(/\.js$/, ".d.ts"))])
      .filter((path) => existsSync(join(root, path))),
  );
  // a set gives what is added to it while it is walked through
  for (const file of used) {
    const text = readFileSync(join(root, file), "utf8");
    for (const [, to = ""] of text.matchAll(/(?:\bfrom |\bimport |\bimport\()"(\.[^"]+)\.js"/g)) {
      const target = join(dirname(file), to) + (file.endsWith(".d.ts") ? ".d.ts" : ".js");
      if (existsSync(join(root, target))) used.add(target);
    }
    if (file.endsWith(".js")) used.add(`${file}.map`);
  }
  return used;
}

/** The texts in an object, however deep. */
const leaves = (value: unknown): string[] =>
  typeof value === "string" ? [value] : Object.values(value ?? {}).flatMap(leaves);
