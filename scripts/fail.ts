/** Prints why a script failed, or a part of it, by the message alone; the script then exits with 1. */
export function fail(error: unknown): void {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
