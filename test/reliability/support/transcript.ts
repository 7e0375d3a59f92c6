import type { SseFrame } from "../../support/scripted-server.js";

/**
 * The events of a run, about 2 kB as text: tokens of which several are alike, characters of two to four bytes, and
 * between the tokens the state.
 */
export function createTranscript({ withEnd = false } = {}): SseFrame[] {
  const tokens = ["Nöö", " ", "ja", " ", "ja", " ", "日本", "🌧️", " ", ".", ".", ".", "\n", "\n", " "];
  const frames: SseFrame[] = [{ event: "metadata", data: { attempt: 1 } }];
  let said = "";
  for (const [at, token] of tokens.entries()) {
    said += token;
    frames.push({ event: "messages", data: [{ type: "AIMessageChunk", content: token }, { step: 1 }] });
    if (at % 2 === 1)
      frames.push({ event: "values", data: { messages: [{ type: "ai", content: said }], at } });
  }
  frames.push({ event: "values", data: { messages: [{ type: "ai", content: said }], done: true } });
  if (withEnd) frames.push({ event: "end", data: null });
  return frames;
}

/** The same, no two events alike: for servers whose ids say nothing, so that only the content is left to go by. */
export function createDistinctTranscript(): SseFrame[] {
  return createTranscript().map(({ event, data }, place) => ({
    ...(event === undefined ? {} : { event }),
    data: event === "metadata" ? data : { place, data },
  }));
}
