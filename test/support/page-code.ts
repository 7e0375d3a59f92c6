/** The code in the README and the guides, written out as files that import the sources in place of the package. */
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { readPages } from "./pages.js";

export const root = fileURLToPath(new URL("../..", import.meta.url));
const MOCK_PORT = "4010";

export interface Block {
  language: string;
  code: string;
  /** The page, and the nearest heading. */
  title: string;
}

function readBlocks(): Block[] {
  const blocks: Block[] = [];
  let title = "";
  for (const page of readPages()) {
    const text = readFileSync(join(root, page), "utf8");
    for (const [, heading, language, code] of text.matchAll(/^#+ (.+)$|^```(.*)\n([\s\S]*?)^```$/gm)) {
      if (heading !== undefined) title = `${page}: ${heading}`;
      if (code !== undefined) blocks.push({ language: language ?? "", code, title });
    }
  }
  return blocks;
}

export const blocks = readBlocks();
export const commands = blocks.filter(({ language }) => language === "sh").map(({ code }) => code.trim());
const sources = blocks.filter(({ language }) => language === "ts" || language === "yaml");
/** A block that begins with a path is a file of a project; what stands alone is run by itself. */
const pathOf = ({ code }: Block): string | undefined => /^(?:\/\/|#) (\S+\.(?:ts|yaml))\n/.exec(code)?.[1];

export interface Example {
  title: string;
  file: string;
}

/** Writes a block as a file that imports the sources in place of the package. */
function writeSource(file: string, code: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const src = relative(dirname(file), join(root, "src"));
  const imported = code
    .replaceAll('from "langgraph-remote"', `from "${src}/index.js"`)
    .replaceAll('from "langgraph-remote/langchain"', `from "${src}/langchain.js"`);
  writeFileSync(file, `${imported}\nexport {};\n`);
}

/**
 * Writes what stands alone.
 *
 * @param folder - below `test/`, so that packages are found and the compiler's settings hold
 */
export function writeExamples(folder: string, serverUrl: string): Example[] {
  return sources
    .filter((block) => pathOf(block) === undefined)
    .map(({ code, title }, at) => {
      const file = join(folder, `example-${at + 1}.ts`);
      writeSource(file, code.replaceAll("http://localhost:2024", serverUrl));
      return { title, file };
    });
}

/** Writes the files of a project; gives their paths. */
export function writeProject(project: string, port: number): string[] {
  return sources.flatMap((block) => {
    const path = pathOf(block);
    if (path === undefined) return [];
    const file = join(project, path);
    const code = block.code.replaceAll(MOCK_PORT, String(port));
    if (block.language === "ts") writeSource(file, code);
    else writeFileSync(file, code);
    return [file];
  });
}

/** Runs a line of a shell; when it fails, what it said is in the error. */
export async function shell(command: string, cwd: string): Promise<string> {
  const env = { ...process.env, NO_COLOR: "1", CI: "" };
  const { stdout } = await promisify(execFile)("sh", ["-c", command], { cwd, env, maxBuffer: 1 << 24 });
  return stdout;
}
