/**
 * Loads a part of the package when it is first needed, once; after a load that failed the next call tries again. A
 * bundler puts such a part into a file of its own.
 */
export function lazily<Part>(load: () => Promise<Part>): () => Promise<Part> {
  let part: Promise<Part> | undefined;
  return () => {
    part ??= load().catch((error: unknown) => {
      part = undefined;
      throw error;
    });
    return part;
  };
}
