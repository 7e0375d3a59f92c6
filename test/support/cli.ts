import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../../src/cli/run.js";
import { createTerminal } from "../../src/cli/terminal.js";
import { compile } from "./compiler.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Outcome {
  code: number;
  out: string;
  err: string;
}

interface Setting {
  env?: Record<string, string>;
  /** Whether both streams are watched by a person. */
  isTTY?: boolean;
}

/** Runs a command line of `langgraph-remote` in this process. */
export async function runCommand(
  args: readonly string[],
  { env = {}, isTTY = false }: Setting = {},
): Promise<Outcome> {
  const written = { out: "", err: "" };
  const sinkOf = (stream: "out" | "err") => ({
    isTTY,
    write: (text: string) => {
      written[stream] += text;
    },
  });
  const code = await run(args, createTerminal({ stdout: sinkOf("out"), stderr: sinkOf("err"), env }));
  return { code, ...written };
}

/** A folder for one test, and the function that removes it. */
export function makeFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "langgraph-remote-cli-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What a strict compiler has against some files that import each other and this package; `""` when nothing. */
export async function typeErrors(files: Readonly<Record<string, string>>): Promise<string> {
  // below test/, so that packages are found; ignored by git
  const folder = mkdtempSync(join(root, "test/.types-"));
  const settings = { extends: join(root, "tsconfig.json"), compilerOptions: { incremental: false } };
  const written = { ...files, "tsconfig.json": JSON.stringify({ ...settings, include: ["*.ts"] }) };
  for (const [name, text] of Object.entries(written)) writeFileSync(join(folder, name), text);
  return compile(folder).finally(() => rmSync(folder, { recursive: true }));
}
