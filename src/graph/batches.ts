import type { BatchOptions } from "../types.js";

/** Entries for several readers. Unlike a list's own iterator it ends for all of them when one leaves its loop. */
function* oneByOne<T>(items: readonly T[]): Generator<[number, T], void, undefined> {
  yield* items.entries();
}

/** Does a call for each input, a number of them at a time, and keeps the order. After a failure no more are begun. */
export async function inBatches<In, Out>(
  inputs: readonly In[],
  call: (input: In, at: number) => Promise<Out>,
  { maxConcurrency = inputs.length, returnExceptions = false }: BatchOptions,
): Promise<(Out | Error)[]> {
  if (!(maxConcurrency >= 1) && inputs.length > 0) {
    throw new TypeError(`maxConcurrency must be at least 1, not ${maxConcurrency}`);
  }
  const outputs: (Out | Error)[] = [];
  const waiting = oneByOne(inputs);
  const worker = async () => {
    for (const [at, input] of waiting) {
      outputs[at] = await call(input, at).catch((error: unknown) => {
        if (returnExceptions && error instanceof Error) return error;
        throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(maxConcurrency, inputs.length) }, worker));
  return outputs;
}
