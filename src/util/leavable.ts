/**
 * Makes a generator end at once when it is left while it waits for its next item: by itself, it would end after that item.
 *
 * @param onLeave - ends the wait
 */
export function leavable<Item>(
  generator: AsyncGenerator<Item, void, undefined>,
  onLeave: () => Promise<void> | void,
): AsyncGenerator<Item, void, undefined> {
  const { return: leave, throw: fail } = generator;
  return Object.assign(generator, {
    return: async (value: undefined) => {
      await onLeave();
      return leave.call(generator, value);
    },
    throw: async (error: unknown) => {
      await onLeave();
      return fail.call(generator, error);
    },
  });
}
