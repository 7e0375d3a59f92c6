/** The packed package, installed where nothing else of the project is. */
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { filesIn, usedFiles } from "../used-files.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SOURCES = ["package.json", "tsconfig.json", "tsconfig.build.json", "src", "generated", "scripts"];
const DOCUMENTS = ["README.md", "LICENSE", "CHANGELOG.md"];
const TIMEOUT_MS = 180_000;
const exec = promisify(execFile);

/** The settings that npm hands down to the scripts that it runs are not handed on. */
const ownEnvironment = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith("npm_")));

/** A command in a folder; what it printed. */
export async function runIn(cwd: string, file: string, args: string[]): Promise<string> {
  const options = { cwd, env: ownEnvironment(), timeout: TIMEOUT_MS, maxBuffer: 1 << 26 };
  try {
    return (await exec(file, args, options)).stdout;
  } catch (error) {
    const { message, stdout = "" } = error as Error & { stdout?: string };
    throw new Error(`${message}\n${stdout}`, { cause: error });
  }
}

// no lock file: not every registry holds the binaries for every platform, and npm ci wants them all named
const npmInstall = (cwd: string, ...args: string[]) =>
  runIn(cwd, "npm", ["install", "--no-package-lock", "--no-audit", "--no-fund", ...args]);

export interface PackedPackage {
  /** Holds the smoke suite, the runtimes and bundlers, and the package without its optional peers. */
  readonly folder: string;
  readonly tarball: string;
  /** The program of an installed runtime or tool; throws with the reason when it could not be installed. */
  bin(name: string): string;
  /** The version of an installed runtime or tool. */
  versionOf(name: string): Promise<string>;
  /** A folder with the package and `@langchain/core` alone. */
  withLangChain(): Promise<string>;
  remove(): Promise<void>;
}

/** Builds and packs a copy of the project, so that its own `dist` stays as it is, and installs the tarball. */
export async function installPacked(): Promise<PackedPackage> {
  const scratch = await mkdtemp(join(tmpdir(), "langgraph-remote-runtimes-"));
  const tarball = await pack(join(scratch, "project"));
  const folder = join(scratch, "installed");
  await cp(join(ROOT, "test/runtimes"), folder, { recursive: true });
  const missing = await installTools(folder);
  await npmInstall(folder, "--no-save", tarball);
  return {
    folder,
    tarball,
    bin: (name) => {
      const reason = missing.get(name === "attw" ? "@arethetypeswrong/cli" : name);
      if (reason !== undefined) throw new Error(`${name} cannot be installed here: ${reason}`);
      return join(folder, "node_modules/.bin", name);
    },
    versionOf: async (name) =>
      missing.has(name) ? "not installed" : (await readManifest(join(folder, "node_modules", name))).version,
    withLangChain: async () => {
      const other = join(scratch, "langchain");
      await mkdir(other);
      await writeFile(join(other, "package.json"), '{ "private": true }');
      const { devDependencies } = await readManifest(ROOT);
      await npmInstall(other, tarball, `@langchain/core@${devDependencies["@langchain/core"]}`);
      return other;
    },
    remove: () => rm(scratch, { recursive: true, force: true }),
  };
}

const readManifest = async (folder: string) =>
  JSON.parse(await readFile(join(folder, "package.json"), "utf8"));

async function pack(copy: string): Promise<string> {
  await mkdir(copy);
  for (const name of [...SOURCES, ...DOCUMENTS]) {
    await cp(join(ROOT, name), join(copy, name), { recursive: true });
  }
  await symlink(join(ROOT, "node_modules"), join(copy, "node_modules"));
  const printed = await runIn(copy, "npm", ["pack", "--silent"]);
  return join(copy, printed.trim().split("\n").at(-1) ?? "");
}

/** Installs the runtimes and tools; one by one when not all can be had, to name those that can't, and why. */
async function installTools(folder: string): Promise<Map<string, string>> {
  const missing = new Map<string, string>();
  try {
    await npmInstall(folder);
  } catch {
    const { dependencies, ...manifest } = await readManifest(folder);
    await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
    for (const [name, version] of Object.entries(dependencies)) {
      await npmInstall(folder, `${name}@${version}`).catch((error: Error) =>
        missing.set(name, error.message),
      );
    }
  }
  return missing;
}

/** Throws unless the tarball holds what it should, and nothing else; and each source map its sources. */
export async function assertContents({ folder }: PackedPackage): Promise<void> {
  const root = join(folder, "node_modules/langgraph-remote");
  const files = filesIn(root).map((file) => file.slice(root.length + 1));
  const expected = [...usedFiles(root), "package.json", ...DOCUMENTS, "generated/server-api.json"];
  const odd = files.filter((file) => !expected.includes(file));
  const absent = expected.filter((file) => !files.includes(file));
  if (odd.length + absent.length > 0) throw new Error(`odd: ${odd.join(", ")}; absent: ${absent.join(", ")}`);
  for (const script of files.filter((file) => file.endsWith(".js")))
    await assertSourceMap(join(root, script));
}

async function assertSourceMap(script: string): Promise<void> {
  const name = script.split("/").at(-1);
  const code = await readFile(script, "utf8");
  if (!code.includes(`//# sourceMappingURL=${name}.map`)) throw new Error(`${script} names no source map`);
  const { sources, sourcesContent = [] } = JSON.parse(await readFile(`${script}.map`, "utf8"));
  const held = sources.every((_: string, at: number) => typeof sourcesContent[at] === "string");
  if (sources.length === 0 || !held) throw new Error(`the source map of ${script} lacks its sources`);
}
