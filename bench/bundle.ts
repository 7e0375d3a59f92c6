/** How large an import becomes in a browser's bundle. */
import { gzipSync } from "node:zlib";
import { build, type Metafile } from "esbuild";

export interface BundleSize {
  /** What a page loads with the import, minified and gzipped, in bytes. */
  entry: number;
  /** With the parts that are loaded when they are first used. */
  total: number;
  /** Bytes that each source file gives the entry, minified and not gzipped. */
  files: Record<string, number>;
}

/** Bundles a module of one statement as bundlers do by default for a browser: in one file, and one more for each lazy part. */
export async function bundleSize(statement: string): Promise<BundleSize> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: statement, resolveDir: process.cwd(), sourcefile: "entry.js" },
    bundle: true,
    minify: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target: "es2023",
    external: ["node:*"],
    outdir: "bundle",
    metafile: true,
    write: false,
    logLevel: "error",
  });
  const sizeOf = new Map(
    outputFiles.map(({ path, contents }) => [baseName(path), gzipSync(contents, { level: 9 }).length]),
  );
  const sum = (names: Iterable<string>) =>
    [...names].reduce((size, name) => size + (sizeOf.get(baseName(name)) ?? 0), 0);
  const eager = eagerOutputs(metafile);
  const files: Record<string, number> = {};
  for (const name of eager) {
    for (const [file, { bytesInOutput }] of Object.entries(metafile.outputs[name]?.inputs ?? {})) {
      files[file] = (files[file] ?? 0) + bytesInOutput;
    }
  }
  return { entry: sum(eager), total: sum(sizeOf.keys()), files };
}

const baseName = (path: string) => path.slice(path.lastIndexOf("/") + 1);

/** The entry's file, and those that it imports before it runs. */
function eagerOutputs({ outputs }: Metafile): Set<string> {
  const eager = new Set<string>();
  const take = (name: string) => {
    const output = outputs[name];
    if (output === undefined || eager.has(name)) return;
    eager.add(name);
    for (const { path, kind } of output.imports) if (kind === "import-statement") take(path);
  };
  for (const [name, { entryPoint }] of Object.entries(outputs)) if (entryPoint === "entry.js") take(name);
  return eager;
}
