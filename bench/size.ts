/**
 * What a page loads, minified and gzipped, in one file with all it ever loads: `npm run size`. `--files` lists what each
 * file of everything takes. It only tells; there is no limit to be met by loading parts late.
 */
import { bundleSize } from "./bundle.js";

const entry = "./dist/src/index.js";
const kB = (bytes: number) => `${(bytes / 1024).toFixed(2)} kB`;

const everything = await bundleSize(`export * from "${entry}";`);
if (process.argv.includes("--files")) {
  for (const [file, bytes] of Object.entries(everything.files).sort(([, a], [, b]) => b - a)) {
    console.log(`${String(bytes).padStart(7)}  ${file}`);
  }
}
const client = await bundleSize(`export { createClient, streamRun } from "${entry}";`);
const graph = await bundleSize(`export { RemoteGraph } from "${entry}";`);
console.log(`createClient and streamRun: ${kB(client.total)}`);
console.log(`RemoteGraph: ${kB(graph.total)}`);
const sdk = await bundleSize(
  `export * from "${entry}"; export { Client, agentServer } from "./dist/src/sdk.js";`,
);
console.log(`langgraph-remote/sdk, beside everything: ${kB(sdk.total - everything.total)}`);
console.log(`everything: ${kB(everything.total)}`);
