import type { MessageStream } from "../../../src/index.js";
import { toArray } from "../../support/to-array.js";

/** The tokens of each message. */
export const tokensOf = (messages: AsyncIterable<MessageStream>): Promise<string[][]> =>
  toArray(messages).then((all) => Promise.all(all.map((message) => toArray(message))));
