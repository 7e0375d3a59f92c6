import type { ServerEvent } from "../../../src/run/event-parser.js";

export interface ReferenceResult {
  readonly events: ServerEvent[];
  readonly retryMs: number | undefined;
  readonly wasCut: boolean;
}

/**
 * The event-stream rules of the HTML standard (section 9.2.6) on a whole stream at once, written to be compared with
 * the text of the standard and with nothing else in mind. Decoding a stream drops its byte order mark.
 */
export function readEventStream(stream: Uint8Array): ReferenceResult {
  const text = new TextDecoder("utf-8").decode(stream);
  const lines = text.split(/\r\n|\r|\n/);
  const unfinishedLine = lines.pop() ?? "";

  const events: ServerEvent[] = [];
  let retryMs: number | undefined;
  let dataBuffer = "";
  let eventTypeBuffer = "";
  let idOfFrame: string | undefined;
  let frameHasFields = false;

  for (const line of lines) {
    if (line === "") {
      if (dataBuffer !== "") {
        const data = dataBuffer.slice(0, -1);
        events.push({ id: idOfFrame, event: eventTypeBuffer === "" ? "message" : eventTypeBuffer, data });
      }
      dataBuffer = "";
      eventTypeBuffer = "";
      idOfFrame = undefined;
      frameHasFields = false;
      continue;
    }
    if (line.startsWith(":")) continue;
    frameHasFields = true;
    const colon = line.indexOf(":");
    const field = colon === -1 ? line : line.slice(0, colon);
    const rest = colon === -1 ? "" : line.slice(colon + 1);
    const value = rest.startsWith(" ") ? rest.slice(1) : rest;
    if (field === "event") eventTypeBuffer = value;
    else if (field === "data") dataBuffer += `${value}\n`;
    else if (field === "id" && !value.includes("\0")) idOfFrame = value;
    else if (field === "retry" && /^[0-9]+$/.test(value)) {
      retryMs = Math.min(Number(value), Number.MAX_SAFE_INTEGER);
    }
  }
  const wasCut = frameHasFields || (unfinishedLine !== "" && !unfinishedLine.startsWith(":"));
  return { events, retryMs, wasCut };
}
