/** Generators over streams of events, which close at once when they are left. */

/** What reads events until it is cancelled. */
export interface Cancellable {
  cancel(): Promise<void>;
}

/**
 * A generator over what is read, which is made when the first event is asked for. Left while it waits for an event, it
 * closes the connection at once: by itself a generator would first wait for that event. An abort ends it with an
 * `AbortError`.
 */
export function guarded<Reader extends Cancellable, Item>(
  signal: AbortSignal | undefined,
  open: () => Reader,
  read: (reader: Reader) => AsyncGenerator<Item, void, undefined>,
): AsyncGenerator<Item, void, undefined> {
  let reader: Reader | undefined;
  const generator = (async function* () {
    try {
      reader = open();
      yield* read(reader);
    } catch (error) {
      throw signal?.aborted ? toAbortError(signal.reason) : error;
    }
  })();
  const { return: leave, throw: fail } = generator;
  return Object.assign(generator, {
    return: async (value: undefined) => {
      await reader?.cancel();
      return leave.call(generator, value);
    },
    throw: async (error: unknown) => {
      await reader?.cancel();
      return fail.call(generator, error);
    },
  });
}

/** What consumers know an abort by, whatever reason it was given. */
function toAbortError(reason: unknown): unknown {
  const isKnown = reason instanceof Error && ["AbortError", "TimeoutError"].includes(reason.name);
  return isKnown ? reason : Object.assign(new DOMException("aborted", "AbortError"), { cause: reason });
}
