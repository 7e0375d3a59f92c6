/** Files that a script makes from others. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Writes generated files, each with its path and text. With `--check` it writes nothing, and exits with 1 when one differs
 * from what would be written.
 *
 * @param command - what writes them, for those who find one stale
 */
export function writeOrCheck(files: Readonly<Record<string, string>>, command: string): void {
  for (const [path, text] of Object.entries(files)) {
    if (existsSync(path) && readFileSync(path, "utf8") === text) {
      console.log(`${path} is up to date`);
    } else if (process.argv.includes("--check")) {
      const state = existsSync(path) ? "is stale, or was edited by hand" : "is missing";
      console.error(`${path} ${state}: run ${command}`);
      process.exitCode = 1;
    } else {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      console.log(`${path} is written`);
    }
  }
}
