import { expect, test, vi } from "vitest";
import { createClient, joinRun, streamRun } from "../../src/index.js";

const cases = [
  ["streamRun needs assistantId", streamRun],
  ["joinRun needs runId", joinRun],
] as const;

test.each(cases)("%s: left out or empty, it is a TypeError before any request", (message, call) => {
  const fetch = vi.fn<typeof globalThis.fetch>();
  const client = createClient({ url: "http://server.test", apiKey: null, fetch });
  for (const options of [{}, { assistantId: "", runId: "" }]) {
    // as a caller in JavaScript may call it
    expect(() => Reflect.apply(call, undefined, [client, options])).toThrow(TypeError);
    expect(() => Reflect.apply(call, undefined, [client, options])).toThrow(message);
  }
  expect(fetch).not.toHaveBeenCalled();
});
