import { describe, expect, test } from "vitest";
import { toInterrupt, toSnapshot } from "../../src/checkpoint.js";

const onThread = { configurable: { thread_id: "t1" } };
const empty = { values: {}, next: [], checkpoint: null, created_at: null };

describe("toSnapshot", () => {
  test("has the caller's config for a thread that never ran, without what belongs to that one call", () => {
    const kept = { ...onThread, tags: ["a"], metadata: { b: 1 } };
    const call = {
      headers: { authorization: "secret" },
      signal: AbortSignal.abort(),
      timeout: 1,
      timeoutMs: 1,
    };
    expect(toSnapshot(empty, { ...kept, ...call, context: {} }).config).toEqual(kept);
  });

  test("keeps the schema of an answer, and nothing else that a server notes of an interrupt", () => {
    const response_schema = { type: "number" };
    const sent = { id: "i", value: "n?", when: "during", response_schema };
    const [asked] = toSnapshot({ ...empty, interrupts: [sent] }, onThread).interrupts;
    expect(asked).toEqual({ id: "i", value: "n?", response_schema });
  });

  test("takes the interrupts from the tasks where the server does not list them", () => {
    const interrupts = [{ id: "i1", value: "sure?" }];
    const tasks = [
      { id: "a", name: "ask", interrupts },
      { id: "b", name: "other" },
    ];
    expect(toSnapshot({ ...empty, tasks }, onThread).interrupts).toEqual(interrupts);
    expect(toSnapshot({ ...empty, tasks, interrupts: [{ value: 7 }] }, onThread).interrupts).toEqual([
      { value: 7 },
    ]);
  });

  test("leaves out of a task what is null, and opens an error that is JSON", () => {
    const [task] = toSnapshot(
      { ...empty, tasks: [{ id: "a", name: "n", error: null, result: null, state: null, checkpoint: null }] },
      onThread,
    ).tasks;
    expect(task).toEqual({ id: "a", name: "n", path: [], interrupts: [] });
    const errorOf = (error: string) =>
      toSnapshot({ ...empty, tasks: [{ id: "a", name: "n", error }] }, onThread).tasks[0]?.error;
    expect(errorOf('{"name":"Error","message":"no"}')).toEqual({ name: "Error", message: "no" });
    expect(errorOf("{no JSON")).toBe("{no JSON");
    expect(errorOf("ValueError('no')")).toBe("ValueError('no')");
  });
});

test("toInterrupt takes any JSON for a value, and leaves an absent id absent", () => {
  expect(toInterrupt({ id: "i1", value: { deep: true }, when: "during" })).toEqual({
    id: "i1",
    value: { deep: true },
  });
  expect(toInterrupt({ id: null, value: null })).toEqual({ value: null });
  expect(toInterrupt("bare")).toEqual({ value: "bare" });
});
