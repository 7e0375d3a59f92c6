/**
 * Takes out of `dist` what no entry of the package leads to: the code of modules that hold types only, and the types of modules
 * that no public type names. The last step of `npm run build`.
 */
import { rmSync } from "node:fs";
import { filesIn, usedFiles } from "./used-files.js";

const used = usedFiles(".");
const unused = filesIn("dist").filter((file) => !used.has(file));
for (const file of unused) rmSync(file);
console.log(
  `dist holds ${filesIn("dist").length} files; ${unused.length} that nothing leads to were taken out`,
);
