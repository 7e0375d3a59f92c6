/** Runs the smoke suite where there is a command line: `run.mjs URL`. */
import { smoke } from "./smoke.mjs";

const [url] = (globalThis.Deno?.args ?? globalThis.process.argv.slice(2)).slice(-1);
console.log((await smoke(url)).join("\n"));
