import { serve } from "./servers.js";

/**
 * How many requests another server of this process answers, one after the other, while something is done. A busy machine
 * is as slow with these as with what is measured; on an idle one each takes a little less than a millisecond.
 */
export async function roundTripsDuring(act: () => Promise<unknown>): Promise<number> {
  const { url } = await serve(() => ({ body: "" }));
  let trips = 0;
  let isDone = false;
  const count = async () => {
    for (; !isDone; trips += 1) await (await fetch(url)).text();
  };
  const done = act().finally(() => {
    isDone = true;
  });
  await Promise.all([done, count()]);
  return trips;
}

/**
 * Whether something settles before a timer of so many milliseconds does. Of the timers of one process the one that is due
 * first comes first, however late both are.
 */
export async function settlesWithin(ms: number, settling: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const settled = settling.then(
    () => true,
    () => true,
  );
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  return Promise.race([settled, late]).finally(() => clearTimeout(timer));
}
