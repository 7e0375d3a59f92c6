import type { OpenAPI3, SchemaObject } from "openapi-typescript";
import type ts from "typescript";
import { isRecord } from "../../util/record.js";
import { CommandError, loadPeer, messageOf } from "../command.js";
import { type Json, lastSegment } from "../json.js";

/** Compiles JSON schemas to TypeScript types. A reference to another schema becomes that type's name. */
export type Compile = (schemas: ReadonlyMap<string, Json>) => Promise<Compiled>;

export interface Compiled {
  /** The TypeScript source of each type, by the schema's name. */
  types: Map<string, string>;
  /** The declarations of those {@link HELPERS} that the types need. */
  helpers: string[];
}

/** Helper types that openapi-typescript may declare: `WithRequired` for fields that an `allOf` makes required. */
export const HELPERS: readonly string[] = ["WithRequired"];

/** @throws {CommandError} when openapi-typescript is not installed */
export async function loadCompiler(): Promise<Compile> {
  const library = await loadPeer("openapi-typescript", "types", () => import("openapi-typescript"));
  return async (schemas) => {
    const document: OpenAPI3 = {
      openapi: "3.1.0",
      info: { title: "Graphs", version: "1" },
      paths: {},
      // made by `Components`, with keywords of OpenAPI 3.1 only
      components: { schemas: Object.fromEntries(schemas) as Record<string, SchemaObject> },
    };
    const compiled = new Map<string, ts.TypeNode>();
    const nodes = await library
      .default(document, {
        alphabetize: true,
        // a field with a default may still be missing in a state
        defaultNonNullable: false,
        emptyObjectsUnknown: true,
        silent: true,
        // called for the branches of a schema too, with the same path, but last for the schema itself
        postTransform(type, { path = "" }) {
          if (/^#\/components\/schemas\/[^/]+$/.test(path)) compiled.set(lastSegment(path), type);
          return type;
        },
      })
      .catch((error: unknown) => {
        throw new CommandError(`the schemas cannot be compiled: ${messageOf(error)}`, { cause: error });
      });
    const print = (node: ts.Node) => toSource(library.astToString([node]));
    return {
      types: new Map([...compiled].map(([name, type]) => [name, print(type)])),
      helpers: nodes.filter((node) => HELPERS.includes(nameOf(node))).map(print),
    };
  };
}

const nameOf = (node: ts.Node): string =>
  "name" in node && isRecord(node.name) ? String(node.name.text) : "";

/** Tidies openapi-typescript's output: type names for `components["schemas"][…]`, no redundant tags, two-space indents. */
function toSource(text: string): string {
  return text
    .trimEnd()
    .replace(/^ *\/\*\* @(?:enum \{[^}]*\}|constant) \*\/\n/gm, "")
    .replace(/^ *\* @(?:enum \{[^}]*\}|constant)\n/gm, "")
    .replace(/(\/\*\*|^ *\*) @description /gm, "$1 ")
    .replace(
      /components\["schemas"\]\[("(?:[^"\\]|\\u[\dA-F]{4})+")\]/g,
      // the printer escapes all but ASCII, as JSON may
      (_, quoted: string) => String(JSON.parse(quoted)),
    )
    .replace(/^(?: {4})+/gm, (spaces) => " ".repeat(spaces.length / 2));
}
