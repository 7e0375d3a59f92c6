/** Writes `llms.txt` and `llms-full.txt` from the README and the guides: `npm run docs:llms`. A unit test holds them to it. */
import { writeFileSync } from "node:fs";
import { toLlmsFiles } from "../test/support/llms.js";

for (const [path, text] of Object.entries(toLlmsFiles())) {
  writeFileSync(path, text);
  console.log(`${path} is written`);
}
