import { runInNewContext } from "node:vm";
import { Command as LangGraphCommand, Send as LangGraphSend, Overwrite } from "@langchain/langgraph";
import { describe, expect, expectTypeOf, test } from "vitest";
import { toWire } from "../../src/serialize.js";
import { Command, isCommand, Send } from "../../src/wire/command.js";

const toWireCommand = (command: unknown) => toWire(command, "command");

/** What a server reads. */
function onWire(value: unknown): unknown {
  return JSON.parse(JSON.stringify(toWire(value)));
}

describe("plain values", () => {
  test.each([null, true, "", "a", 0, -1.5, [], {}, [[{ a: [null] }]], { a: { b: "c" } }])(
    "%j stays as it is",
    (value) => {
      expect(toWire(value)).toBe(value);
    },
  );

  test("what needs no change is not copied, what does is copied on the way to it only", () => {
    const same = { deep: [1, { a: "b" }] };
    const input = { same, when: new Date(0) };
    const wire = toWire(input);
    expect(wire).toEqual({ same, when: "1970-01-01T00:00:00.000Z" });
    expect((wire as typeof input).same).toBe(same);
  });

  test("the input is never changed", () => {
    const input = Object.freeze({
      list: Object.freeze([new Date(0), undefined, Object.freeze({ gone: undefined, kept: 1 })]),
      command: Object.freeze(new Command({ resume: 1, goto: [new Send("n", { at: new Date(0) })] })),
    });
    expect(toWire(input)).toEqual({
      list: ["1970-01-01T00:00:00.000Z", null, { kept: 1 }],
      command: { resume: 1, goto: [{ node: "n", input: { at: "1970-01-01T00:00:00.000Z" } }] },
    });
    expect(input.list[0]).toEqual(new Date(0));
    expect(input.list).toHaveLength(3);
  });

  test("undefined is left out of objects, and null in arrays, holes and alone", () => {
    const wire = toWire({ a: undefined, b: [undefined, 1], c: new Array(2) });
    expect(Object.keys(wire as object)).toEqual(["b", "c"]);
    expect(wire).toStrictEqual({ b: [null, 1], c: [null, null] });
    expect(toWire(undefined)).toBeNull();
  });

  test("the same object may stand in two places", () => {
    const shared = { a: 1 };
    expect(onWire({ one: shared, two: [shared, shared] })).toEqual({ one: shared, two: [shared, shared] });
  });

  test("objects without prototype, and of another realm, are plain", () => {
    const bare: Record<string, unknown> = Object.create(null);
    bare.a = 1;
    expect(onWire(bare)).toEqual({ a: 1 });
    expect(onWire(runInNewContext("({ a: [1], when: new Date(0) })"))).toEqual({
      a: [1],
      when: "1970-01-01T00:00:00.000Z",
    });
  });

  test("an own __proto__ member travels as data and becomes nobody's prototype", () => {
    const input: unknown = JSON.parse('{"a":{"__proto__":{"admin":true},"gone":1},"__proto__":[1]}');
    const text = JSON.stringify(toWire(input));
    expect(text).toBe('{"a":{"__proto__":{"admin":true},"gone":1},"__proto__":[1]}');

    const changed: unknown = Object.defineProperty({ when: new Date(0) }, "__proto__", {
      value: { admin: new Date(0) },
      enumerable: true,
    });
    const wire = toWire(changed) as { admin?: unknown };
    expect(JSON.stringify(wire)).toBe(
      '{"when":"1970-01-01T00:00:00.000Z","__proto__":{"admin":"1970-01-01T00:00:00.000Z"}}',
    );
    expect(wire.admin).toBeUndefined();
    expect(Object.getPrototypeOf(wire)).toBe(Object.prototype);
  });
});

describe("values with a form of their own", () => {
  test("dates are ISO strings", () => {
    expect(toWire({ at: [new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 6))] })).toEqual({
      at: ["2026-01-02T03:04:05.006Z"],
    });
  });

  test("toJSON is used, gets its key, and its result is encoded in turn", () => {
    class Money {
      constructor(readonly cents: number) {}
      toJSON(key: string) {
        return { key, cents: this.cents, at: new Date(0) };
      }
    }
    expect(onWire({ price: new Money(5) })).toEqual({
      price: { key: "price", cents: 5, at: "1970-01-01T00:00:00.000Z" },
    });
    expect(onWire(new URL("http://h/x"))).toBe("http://h/x");
    expect(onWire({ overwrite: new Overwrite(["a"]) })).toEqual({ overwrite: { __overwrite__: ["a"] } });
  });

  test("a toJSON that gives the object itself sends its members", () => {
    class Self {
      a = new Date(0);
      toJSON() {
        return this;
      }
    }
    expect(onWire(new Self())).toEqual({ a: "1970-01-01T00:00:00.000Z" });
  });
});

describe("what JSON cannot carry", () => {
  class Point {
    x = 1;
  }
  class Index extends Map {}

  test.each([
    [1n, "a BigInt"],
    [Number.NaN, "NaN"],
    [Number.POSITIVE_INFINITY, "Infinity"],
    [Number.NEGATIVE_INFINITY, "-Infinity"],
    [() => 1, "a function"],
    [Symbol("s"), "a symbol"],
    [new Map([[1, 2]]), "a Map"],
    [new Index(), "an Index"],
    [new Set([1]), "a Set"],
    [new WeakMap(), "a WeakMap"],
    [new Uint8Array(2), "an Uint8Array"],
    [new ArrayBuffer(2), "an ArrayBuffer"],
    [new Error("e"), "an Error"],
    [/x/, "a RegExp"],
    [Promise.resolve(1), "a Promise"],
    [new Date(Number.NaN), "an invalid Date"],
    [new Point(), "a Point"],
    [new (class {})(), "a class instance"],
    [new String("s"), "a String"],
    [new Headers(), "a Headers"],
    [new AbortController().signal, "an AbortSignal"],
  ])("%o is refused with the path to it", (value, named) => {
    const input = { messages: [{}, "a", { when: value }] };
    expect(() => toWire(input)).toThrow(TypeError);
    expect(() => toWire(input)).toThrow(`input.messages[2].when: ${named} cannot be sent as JSON; `);
    expect(() => toWire(value, "values")).toThrow(`values: ${named} cannot be sent as JSON; `);
  });

  test("the message says what to do instead", () => {
    expect(() => toWire({ m: new Map() })).toThrow("send Object.fromEntries(map) instead");
    expect(() => toWire({ p: Promise.resolve() })).toThrow("await it first");
  });

  test("keys that are no identifiers are quoted in the path", () => {
    expect(() => toWire({ "a b": { ä1: [{ "": 1n }] } })).toThrow('input["a b"].ä1[0][""]: a BigInt');
  });

  test("it is refused inside commands, sends, messages and what toJSON gives too", () => {
    expect(() => toWire(new Command({ update: { a: [new Set()] } }))).toThrow("input.update.a[0]: a Set");
    expect(() => toWireCommand(new Command({ goto: [new Send("n", { a: 1n })] }))).toThrow(
      "command.goto[0].args.a: a BigInt",
    );
    expect(() => toWire([{ toJSON: () => ({ x: new Map() }) }])).toThrow("input[0].x: a Map");
  });

  test("a circular reference, however it closes", () => {
    const direct: Record<string, unknown> = { list: [1] };
    direct.self = { again: direct };
    expect(() => toWire(direct)).toThrow("input.self.again: a circular reference cannot be sent as JSON");
    const list: unknown[] = [];
    list.push({ list });
    expect(() => toWire(list)).toThrow("input[0].list: a circular reference");
    const throughJson = { toJSON: (): unknown => [throughJson] };
    expect(() => toWire(throughJson)).toThrow("input[0]: a circular reference");
    const update: Record<string, unknown> = {};
    const command = new Command({ update });
    update.command = command;
    expect(() => toWireCommand(command)).toThrow("command.update.command: a circular reference");
  });

  test("900 levels pass, a thousand and more are refused with a short message, be it 100,000", () => {
    const nest = (levels: number, wrap: (inner: unknown) => unknown) => {
      let value: unknown = 1;
      for (let level = 0; level < levels; level += 1) value = wrap(value);
      return value;
    };
    for (const wrap of [(inner: unknown) => [inner], (inner: unknown) => ({ a: inner })]) {
      expect(JSON.stringify(toWire(nest(900, wrap)))).toContain("1");
      for (const levels of [1001, 100_000]) {
        expect(() => toWire(nest(levels, wrap))).toThrow(
          /^input.{10,60}…: a value nested more than 1000 levels deep/,
        );
      }
    }
  });

  test("a toJSON that never comes to an end", () => {
    class Endless {
      toJSON() {
        return new Endless();
      }
    }
    expect(() => toWire(new Endless())).toThrow("nested more than 1000 levels deep");
  });
});

describe("commands and sends", () => {
  test("of this package", () => {
    const command = new Command({
      resume: { ok: true },
      update: { a: 1 },
      goto: ["n", new Send("m", { x: 1 })],
    });
    expect(toWireCommand(command)).toEqual({
      resume: { ok: true },
      update: { a: 1 },
      goto: ["n", { node: "m", input: { x: 1 } }],
    });
    expect(isCommand(command)).toBe(true);
  });

  test("of LangGraph", () => {
    const command = new LangGraphCommand({
      resume: "yes",
      update: [["a", new Date(0)]],
      goto: new LangGraphSend("m", { x: 1 }),
    });
    expect(isCommand(command)).toBe(true);
    expect(toWire(command)).toEqual({
      resume: "yes",
      update: [["a", "1970-01-01T00:00:00.000Z"]],
      goto: [{ node: "m", input: { x: 1 } }],
    });
  });

  test("only what was given is sent", () => {
    expect(toWireCommand(new LangGraphCommand({ resume: 1 }))).toStrictEqual({ resume: 1 });
    expect(toWireCommand(new Command({ goto: "n" }))).toStrictEqual({ goto: "n" });
  });

  test.each([false, 0, "", null])("%j resumes", (resume) => {
    expect(toWireCommand(new Command({ resume }))).toStrictEqual({ resume });
  });

  test("their own JSON form serves as well, and so does a bare node and args in goto", () => {
    const parsed: unknown = JSON.parse(
      JSON.stringify(new LangGraphCommand({ goto: new LangGraphSend("m", { x: 1 }) })),
    );
    expect(toWire(parsed)).toEqual({ goto: [{ node: "m", input: { x: 1 } }] });
    expect(toWireCommand(new Command({ goto: { node: "m", args: 1 } }))).toEqual({
      goto: { node: "m", input: 1 },
    });
    expect(JSON.parse(JSON.stringify(new Command({ resume: 1, goto: new Send("m", 2) })))).toEqual({
      lg_name: "Command",
      resume: 1,
      goto: { lg_name: "Send", node: "m", args: 2 },
    });
  });

  test("the wire's form, and data that only looks alike, pass through", () => {
    const data = {
      resume: 1,
      goto: { node: "m", input: 2 },
      command: { lg_name: "Other", args: 1, node: "x" },
    };
    expect(toWire(data)).toBe(data);
    expect(isCommand({ resume: 1 })).toBe(false);
    expect(isCommand(null)).toBe(false);
  });

  test("a send may carry nothing", () => {
    expect(toWire(new Send("n", undefined))).toEqual({ node: "n", input: null });
  });

  test("what the wire has no place for is refused", () => {
    expect(() => toWireCommand(new Command({ graph: Command.PARENT, goto: "n" }))).toThrow(
      "command.graph: a command to another graph cannot be sent",
    );
    expect(() => toWire({ a: new LangGraphSend("n", {}, { timeout: 5 }) })).toThrow("input.a.timeout: ");
  });

  test("the types of a command are its fields'", () => {
    const command = new Command<boolean, { a: number }, "n">({ resume: true, update: { a: 1 }, goto: "n" });
    expectTypeOf(command.resume).toEqualTypeOf<boolean | undefined>();
    expectTypeOf(command.update).toEqualTypeOf<{ a: number } | [string, unknown][] | undefined>();
    // @ts-expect-error: no such node
    new Command<boolean, { a: number }, "n">({ goto: "other" });
  });
});
