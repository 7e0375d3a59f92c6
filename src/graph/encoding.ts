import type { EventReader, RunEvent } from "../run/run-types.js";
import { toRemoteException } from "../servers/error-bodies.js";

/** One frame of an event stream that is written: its name and what it holds. */
export interface Frame {
  event: string;
  data: unknown;
}

/** How a run's events become frames. */
export interface Encoding {
  toFrames: (event: RunEvent, into: Frame[]) => void;
  /** What is written after the last event. */
  ending?: string;
}

/** Names of a run's own events, which belong to no mode. */
const ABOUT_THE_RUN = new Set(["metadata", "feedback"]);

/**
 * A run's events as the bytes of an event stream, for the `Response` of a route handler. A run that fails is told by
 * an `error` event; a stream that cannot be resumed fails. Whoever cancels it leaves the run as by any other stream.
 */
export function toEventStream(events: EventReader, encoding: Encoding): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      async pull(controller) {
        for (;;) {
          const batch = await events.next();
          const text =
            batch?.map((event) => toText(event, events, encoding)).join("") ?? encoding.ending ?? "";
          if (text !== "") controller.enqueue(encoder.encode(text));
          if (batch === undefined) controller.close();
          if (batch === undefined || text !== "") return;
        }
      },
      cancel: (reason) => events.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

function toText(event: RunEvent, run: EventReader, { toFrames }: Encoding): string {
  const frames: Frame[] = [];
  if (event.event === "error") {
    const { error, message } = toRemoteException(event.data, run);
    frames.push({ event: "error", data: { error, message } });
  } else if (ABOUT_THE_RUN.has(event.event)) {
    frames.push(event);
  } else {
    toFrames(event, frames);
  }
  const last = frames.length - 1;
  return frames.map((frame, at) => frameText(frame, at === last ? event.id : undefined)).join("");
}

/** A frame as text; its id stands on the last frame of an event, so that nobody resumes in the middle of one. */
export function frameText({ event, data }: Frame, id?: string): string {
  const lines = [`event: ${event}`, `data: ${JSON.stringify(data)}`];
  if (id !== undefined) lines.push(`id: ${id}`);
  return `${lines.join("\n")}\n\n`;
}
