import type { RunEvent } from "./event-intake.js";
import type { EventReader } from "./run-events.js";

/** A reader that is made when it is first read. */
export class LateReader implements EventReader {
  readonly #make: () => Promise<EventReader>;
  readonly #onOpen: (reader: EventReader) => void;
  #opening: Promise<void> | undefined;
  #making: Promise<EventReader> | undefined;
  #made: EventReader | undefined;

  /** @param onOpen - called once, when the server has answered the first request */
  constructor(make: () => Promise<EventReader>, onOpen: (reader: EventReader) => void) {
    this.#make = make;
    this.#onOpen = onOpen;
  }

  get threadId(): string | undefined {
    return this.#made?.threadId;
  }

  get runId(): string | undefined {
    return this.#made?.runId;
  }

  get lastEventId(): string | undefined {
    return this.#made?.lastEventId;
  }

  get tag(): string | undefined {
    return this.#made?.tag;
  }

  async open(): Promise<void> {
    const reader = await this.#reader();
    this.#opening ??= reader.open().then(() => this.#onOpen(reader));
    await this.#opening;
  }

  async next(): Promise<RunEvent[] | undefined> {
    if (this.#opening === undefined) await this.open();
    return (await this.#reader()).next();
  }

  async cancel(reason?: unknown): Promise<void> {
    await (await this.#reader()).cancel(reason);
  }

  async #reader(): Promise<EventReader> {
    this.#making ??= this.#make();
    this.#made = await this.#making;
    return this.#made;
  }
}
