/** How large an import becomes in a browser's bundle, minified and gzipped. */
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

export interface BundleSize {
  /** Everything that is ever loaded, in one file. In bytes. */
  total: number;
  /** Bytes that each source file gives it, minified and not gzipped. */
  files: Record<string, number>;
}

/** Bundles a module of one statement for a browser. */
export async function bundleSize(statement: string): Promise<BundleSize> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: statement, resolveDir: process.cwd() },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2023",
    external: ["node:*"],
    metafile: true,
    write: false,
    logLevel: "error",
  });
  const outputs = Object.values(metafile.outputs);
  const files = outputs.flatMap(({ inputs }) =>
    Object.entries(inputs).map(([file, { bytesInOutput }]) => [file, bytesInOutput] as const),
  );
  const bytes = outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0);
  return { total: bytes, files: Object.fromEntries(files) };
}
