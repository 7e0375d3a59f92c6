/** Writes the table of `docs/servers.md` anew: `npm run docs:servers`. */
import { readServersDocs, withTable, writeServersDocs } from "../test/support/servers-docs.js";

writeServersDocs(withTable(readServersDocs()));
