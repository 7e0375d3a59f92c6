/** Writes the table of `docs/servers.md` anew: `npm run docs:servers`. */
import { readServersDocs, withTable } from "../test/support/servers-docs.js";
import { writeOrCheck } from "./generated-files.js";

writeOrCheck({ "docs/servers.md": withTable(readServersDocs()) }, "npm run docs:servers");
