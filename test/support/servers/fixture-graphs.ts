import { readFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const fixtures = fileURLToPath(new URL("../../fixtures", import.meta.url));

/** A folder's langgraph.json: its graphs, and whatever else it sets. */
export interface GraphsFile {
  graphs: Record<string, string>;
  [setting: string]: unknown;
}

export const javaScriptGraphs = join(fixtures, "langgraph.json");
export const pythonGraphs = join(fixtures, "python-graphs/langgraph.json");

/**
 * What a server in another folder is to serve: a fixture's langgraph.json with paths as seen from there.
 *
 * @throws when a wanted graph is not in it.
 */
export async function readGraphsFile(
  file: string,
  folder: string,
  wanted: readonly string[] | undefined,
): Promise<GraphsFile> {
  const { graphs, ...settings }: GraphsFile = JSON.parse(await readFile(file, "utf8"));
  for (const name of wanted ?? []) {
    if (!(name in graphs)) throw new Error(`no graph "${name}": there are ${Object.keys(graphs).join(", ")}`);
  }
  const served = Object.entries(graphs)
    .filter(([name]) => wanted === undefined || wanted.includes(name))
    .map(([name, path]) => [name, relative(folder, resolve(dirname(file), path))] as const);
  return { ...settings, graphs: Object.fromEntries(served) };
}
