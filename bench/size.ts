/**
 * The gate on the size of the core entry in a browser's bundle, minified and gzipped: `npm run size`. It counts what a
 * page loads with the import, not what is loaded on first use. At most 15 kB, each of 1,024 bytes. `--files` lists what
 * each file takes.
 */
import { bundleSize } from "./bundle.js";

const LIMIT = 15 * 1024;

const { entry, total, files } = await bundleSize('export * from "./dist/src/index.js";');
const kB = (bytes: number) => `${(bytes / 1024).toFixed(2)} kB`;

if (process.argv.includes("--files")) {
  for (const [file, bytes] of Object.entries(files).sort(([, a], [, b]) => b - a)) {
    console.log(`${String(bytes).padStart(7)}  ${file}`);
  }
}
console.log(
  `core entry: ${entry} bytes (${kB(entry)}) minified and gzipped; at most ${LIMIT} (${kB(LIMIT)})`,
);
console.log(`everything in one file: ${total} bytes (${kB(total)})`);
if (entry > LIMIT) {
  console.error(`the core entry is ${entry - LIMIT} bytes too large`);
  process.exitCode = 1;
}
