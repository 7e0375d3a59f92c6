import type { RunEvent } from "./event-intake.js";
import type { EventReader } from "./run-events.js";

/** A reader that is made when it is first read. */
export class LateReader implements EventReader {
  readonly #make: () => Promise<EventReader>;
  #making: Promise<EventReader> | undefined;
  #made: EventReader | undefined;

  constructor(make: () => Promise<EventReader>) {
    this.#make = make;
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
    await (await this.#reader()).open();
  }

  async next(): Promise<RunEvent[] | undefined> {
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
