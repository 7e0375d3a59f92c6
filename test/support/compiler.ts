import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

// the compiler that takes a second, by its program: it has no library
const compiler = fileURLToPath(new URL("../../node_modules/typescript-7/bin/tsc", import.meta.url));

/** What the compiler has against a project, a `tsconfig.json` or its folder; `""` when nothing. */
export async function compile(project: string): Promise<string> {
  const args = [compiler, "--singleThreaded", "-p", project]; // other tests use the other processors
  const { stdout } = await promisify(execFile)(process.execPath, args).catch(
    (error: Error & { stdout: string }) => {
      if (error.stdout === "") throw error;
      return error;
    },
  );
  return stdout;
}
