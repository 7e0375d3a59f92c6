import { describe, expect, test, vi } from "vitest";
import {
  backoffMs,
  isRetryableStatus,
  isSafeToRepeat,
  maxRetriesOf,
  retryAfterMs,
  wasNeverSent,
} from "../../src/client/retry-policy.js";
import { sleep } from "../../src/client/time-limit.js";

describe("maxRetriesOf", () => {
  test("is four unless something else was said", () => {
    expect(maxRetriesOf(undefined)).toBe(4);
    expect(maxRetriesOf({})).toBe(4);
    expect(maxRetriesOf({ maxRetries: 0 })).toBe(0);
    expect(maxRetriesOf({ maxRetries: 9 })).toBe(9);
    expect(maxRetriesOf(false)).toBe(0);
  });

  test.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("refuses %d", (maxRetries) => {
    expect(() => maxRetriesOf({ maxRetries })).toThrow(TypeError);
  });
});

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
  const now = Date.UTC(2026, 0, 1);

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
    expect(retryAfterMs(header, now)).toBe(ms);
  });
});

describe("isSafeToRepeat", () => {
  test.each([
    ["GET", "/threads/t1/state"],
    ["HEAD", "/ok"],
    ["PUT", "/store/items"],
    ["DELETE", "/threads/t1"],
    ["POST", "/threads/search"],
    ["POST", "/threads/count"],
    ["POST", "/threads/t1/history"],
    ["POST", "/threads/t1/state/checkpoint"],
    ["POST", "/assistants/a1/versions"],
    ["POST", "/store/namespaces"],
  ])("%s %s is", (method, path) => {
    expect(isSafeToRepeat(method, path)).toBe(true);
  });

  test.each([
    ["POST", "/threads"],
    ["POST", "/runs/stream"],
    ["POST", "/threads/t1/runs"],
    ["POST", "/threads/t1/state"],
    ["POST", "/threads/t1/copy"],
    ["POST", "/runs/cancel"],
    ["PATCH", "/threads/t1"],
  ])("%s %s is not", (method, path) => {
    expect(isSafeToRepeat(method, path)).toBe(false);
  });
});

test("a status calls for another attempt when it passes, or when nothing was done and the server says when", () => {
  const safe = (status: number) => isRetryableStatus(status, true, false);
  expect([408, 425, 429, 500, 502, 503, 504].every(safe)).toBe(true);
  expect([200, 400, 401, 404, 409, 422, 501].some(safe)).toBe(false);
  expect(isRetryableStatus(429, false, true)).toBe(true);
  expect(isRetryableStatus(429, false, false)).toBe(false);
  expect([408, 500, 502, 503, 504].some((status) => isRetryableStatus(status, false, true))).toBe(false);
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

describe("sleep", () => {
  test("waits", async () => {
    vi.useFakeTimers();
    try {
      const done = vi.fn();
      void sleep(1000, new AbortController().signal).then(done);
      await vi.advanceTimersByTimeAsync(999);
      expect(done).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(1);
      expect(done).toHaveBeenCalled();
    } finally {
      vi.useRealTimers();
    }
  });

  test("ends with the signal's reason, at once, and leaves no timer", async () => {
    vi.useFakeTimers();
    try {
      const reason = new Error("the user left");
      await expect(sleep(1000, AbortSignal.abort(reason))).rejects.toBe(reason);
      const controller = new AbortController();
      const sleeping = sleep(1000, controller.signal);
      controller.abort(reason);
      await expect(sleeping).rejects.toBe(reason);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});
