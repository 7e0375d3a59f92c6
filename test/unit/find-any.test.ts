import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findAny } from "../../scripts/find-any.js";

let folder: string;
/** Where an `any` is found, as `file:line`: one walk for all cases, since most of it is reading the platform's types. */
let places: string[];

/** Declarations by the name of their file: an entry, or what one of them leads to. */
const entries = new Map<string, string>();
const others: Record<string, string> = {
  "a.d.ts": 'import type { B } from "./b.js";\nexport interface A { b: B }',
  "b.d.ts": "export interface B {\n  value: any;\n}\nexport type Unreached = any;",
  "c.d.ts": "export type C = any;",
};

/** Adds declarations to the walk, and gives what says where an `any` is found in them. */
function declare(declarations: string): () => string[] {
  const name = `entry-${entries.size}.d.ts`;
  entries.set(name, declarations);
  return () => places.filter((place) => place.startsWith(`${name}:`));
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "find-any-"));
  for (const [name, text] of [...entries, ...Object.entries(others)]) writeFileSync(join(folder, name), text);
  const files = [...entries.keys()].map((name) => join(folder, name));
  const { found } = findAny(files, (file) => file.startsWith(folder));
  places = found.map((place) => place.slice(folder.length + 1).replace(/^(.*?\d+): .*/, "$1"));
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("an any is found", () => {
  const cases = (
    [
      ["where it is written", "export declare function f(value: string): any;"],
      ["inside another type", "export interface A { deep: { list: Map<string, any[]> } }"],
      ["in a constraint", "export type A<T extends Record<string, any>> = keyof T;"],
      ["in what a class extends", "declare class B { x: any }\nexport declare class A extends B {}"],
      ["that a lib's default gives", "export declare const stream: ReadableStream;"],
      ["that a name without a meaning gives", 'export declare const a: import("nowhere").A;'],
      ["that a member without a type has", "export declare class A { value; }"],
      ["behind an index into it", 'interface B { x: any }\nexport type A = B["x"];'],
      ["that a function of a lib returns", "export type A = ReturnType<typeof JSON.parse>;"],
    ] as const
  ).map(([name, declarations]) => [name, declare(declarations)] as const);

  test.for(cases)("%s", ([, found]) => {
    expect(found().length).toBeGreaterThan(0);
  });

  declare('export { type A } from "./a.js";\nexport type * from "./c.js";');

  test("through the files that an export leads to", () => {
    expect(places.filter((place) => /^[abc]\./.test(place)).sort()).toEqual(["b.d.ts:2", "c.d.ts:1"]);
  });
});

const innocent = declare(`
  export {}; // so that only what says so is exported
  interface Unreached { value: any }
  export declare class A<T = unknown> {
    #private;
    private value;
    get(key: string): T | undefined;
    [Symbol.asyncIterator](): AsyncGenerator<T, void, undefined>;
  }
  export declare const list: AsyncIterable<string>;
  export type Elements<L> = L extends readonly (infer E)[] ? E : never;`);

test("what holds no any, or hides it, is left alone", () => {
  expect(innocent()).toEqual([]);
});
