import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findAny } from "../../scripts/find-any.js";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "find-any-"));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Where the walk finds an `any`, by the line of `index.d.ts`, or the name of another file and its line. */
function walk(index: string, others: Record<string, string> = {}): string[] {
  for (const [name, text] of Object.entries({ ...others, "index.d.ts": index })) {
    writeFileSync(join(folder, name), text);
  }
  const { found } = findAny([join(folder, "index.d.ts")], (file) => file.startsWith(folder));
  return found.map((place) => place.slice(folder.length + 1).replace(/^(index\.d\.ts:)?(.*?\d+): .*/, "$2"));
}

describe("an any is found", { timeout: 60_000 }, () => {
  test.for([
    ["where it is written", "export declare function f(value: string): any;"],
    ["inside another type", "export interface A { deep: { list: Map<string, any[]> } }"],
    ["in a constraint", "export type A<T extends Record<string, any>> = keyof T;"],
    ["in what a class extends", "declare class B { x: any }\nexport declare class A extends B {}"],
    ["that a lib's default gives", "export declare const stream: ReadableStream;"],
    ["that a name without a meaning gives", 'export declare const a: import("nowhere").A;'],
    ["that a member without a type has", "export declare class A { value; }"],
    ["behind an index into it", 'interface B { x: any }\nexport type A = B["x"];'],
    ["that a function of a lib returns", "export type A = ReturnType<typeof JSON.parse>;"],
  ] as const)("%s", ([, declarations]) => {
    expect(walk(declarations).length).toBeGreaterThan(0);
  });

  test("through the files that an export leads to", () => {
    const places = walk('export { type A } from "./a.js";\nexport type * from "./c.js";', {
      "a.d.ts": 'import type { B } from "./b.js";\nexport interface A { b: B }',
      "b.d.ts": "export interface B {\n  value: any;\n}\nexport type Unreached = any;",
      "c.d.ts": "export type C = any;",
    });
    expect(places).toEqual(["b.d.ts:2", "c.d.ts:1"]);
  });
});

test("what holds no any, or hides it, is left alone", { timeout: 60_000 }, () => {
  const declarations = `
    export {}; // so that only what says so is exported
    interface Unreached { value: any }
    export declare class A<T = unknown> {
      #private;
      private value;
      get(key: string): T | undefined;
      [Symbol.asyncIterator](): AsyncGenerator<T, void, undefined>;
    }
    export declare const list: AsyncIterable<string>;
    export type Elements<L> = L extends readonly (infer E)[] ? E : never;`;
  expect(walk(declarations)).toEqual([]);
});
