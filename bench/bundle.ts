/** How large an import becomes in a browser's bundle, minified and gzipped. */
import { gzipSync } from "node:zlib";
import { build, type Plugin } from "esbuild";

export interface BundleSize {
  /** What a page loads with the import: what is reached without `import()`, in one file, as Vite and webpack put it. In bytes. */
  entry: number;
  /** Everything in one file, for bundlers that split nothing. */
  total: number;
  /** Bytes that each source file gives the entry, minified and not gzipped. */
  files: Record<string, number>;
}

/** Leaves to a file of its own what is loaded on first use. */
const leaveLazyParts: Plugin = {
  name: "leave-lazy-parts",
  setup({ onResolve }) {
    onResolve({ filter: /.*/ }, ({ kind, path }) =>
      kind === "dynamic-import" ? { path, external: true } : undefined,
    );
  },
};

/** Bundles a module of one statement for a browser. */
export async function bundleSize(statement: string): Promise<BundleSize> {
  const entry = await bundle(statement, [leaveLazyParts]);
  const total = await bundle(statement, []);
  return { entry: entry.bytes, total: total.bytes, files: entry.files };
}

async function bundle(statement: string, plugins: Plugin[]) {
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
    plugins,
  });
  const outputs = Object.values(metafile.outputs);
  const files = outputs.flatMap(({ inputs }) =>
    Object.entries(inputs).map(([file, { bytesInOutput }]) => [file, bytesInOutput] as const),
  );
  const bytes = outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0);
  return { bytes, files: Object.fromEntries(files) };
}
