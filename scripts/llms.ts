/** Writes `llms.txt` and `llms-full.txt` from the README and the guides: `npm run docs:llms`. A unit test holds them to it. */
import { toLlmsFiles } from "../test/support/llms.js";
import { writeOrCheck } from "./generated-files.js";

writeOrCheck(toLlmsFiles(), "npm run docs:llms");
