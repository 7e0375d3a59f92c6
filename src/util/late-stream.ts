/** A stream that is made when it is first read. */
export function lateStream<T>(make: () => Promise<ReadableStream<T>>): ReadableStream<T> {
  let reader: Promise<ReadableStreamDefaultReader<T>> | undefined;
  return new ReadableStream<T>(
    {
      async pull(controller) {
        reader ??= make().then((stream) => stream.getReader());
        const { done, value } = await (await reader).read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel(reason) {
        await (await reader)?.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
