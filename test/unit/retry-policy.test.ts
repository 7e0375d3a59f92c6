import { describe, expect, test } from "vitest";
import { backoffMs, retryAfterMs, wasNeverSent } from "../../src/client/retry-policy.js";

describe("backoffMs", () => {
  const least = () => 0;
  const most = () => 1;

  test("doubles from a quarter of a second to a quarter of a minute", () => {
    const attempts = [0, 1, 2, 3, 6, 7, 100];
    expect(attempts.map((attempt) => backoffMs(attempt, most))).toEqual([
      250, 500, 1000, 2000, 15_000, 15_000, 15_000,
    ]);
  });

  test("leaves half of each step to chance", () => {
    expect(backoffMs(2, least)).toBe(500);
    expect(backoffMs(2, () => 0.5)).toBe(750);
  });
});

describe("retryAfterMs", () => {
  // the server's clock, by which the local one is wrong
  const date = "Thu, 01 Jan 2026 00:00:00 GMT";

  test.each([
    ["0", 0],
    ["3", 3000],
    ["0.5", 500],
    ["-5", 0],
    ["Thu, 01 Jan 2026 00:00:09 GMT", 9000],
    ["Wed, 31 Dec 2025 23:59:59 GMT", 0],
    ["soon", undefined],
    ["", undefined],
    [" ", undefined],
    [null, undefined],
  ])("reads %j as %j", (header, ms) => {
    const headers = header === null ? { date } : { date, "retry-after": header };
    expect(retryAfterMs(new Headers(headers))).toBe(ms);
  });

  test("compares a date with the local clock where the server does not tell its own", () => {
    const later = new Date(Date.now() + 60_000).toUTCString();
    const ms = retryAfterMs(new Headers({ "retry-after": later }));
    expect(ms).toBeGreaterThan(50_000);
    expect(ms).toBeLessThanOrEqual(60_000);
  });
});

describe("wasNeverSent", () => {
  const failure = (code: string) => Object.assign(new Error(code), { code });

  test.each(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"])(
    "knows %s, however deep",
    (code) => {
      expect(wasNeverSent(failure(code))).toBe(true);
      expect(
        wasNeverSent(new Error("outer", { cause: new TypeError("fetch failed", { cause: failure(code) }) })),
      ).toBe(true);
    },
  );

  test.each(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "UND_ERR_HEADERS_TIMEOUT"])(
    "does not take %s for it",
    (code) => {
      expect(wasNeverSent(new TypeError("fetch failed", { cause: failure(code) }))).toBe(false);
    },
  );

  test("wants it of every address that was tried", () => {
    const tried = (...codes: string[]) =>
      new TypeError("fetch failed", { cause: new AggregateError(codes.map(failure)) });
    expect(wasNeverSent(tried("ECONNREFUSED", "ECONNREFUSED"))).toBe(true);
    expect(wasNeverSent(tried("ECONNREFUSED", "ECONNRESET"))).toBe(false);
  });

  test("ends with a cause that leads back to itself", () => {
    const error = new Error("loop");
    error.cause = error;
    expect(wasNeverSent(error)).toBe(false);
    expect(wasNeverSent("a string")).toBe(false);
  });
});
