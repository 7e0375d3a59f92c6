import type { OpenAPI3, SchemaObject } from "openapi-typescript";
import type ts from "typescript";
import { isRecord } from "../../util/record.js";
import { CommandError, messageOf } from "../command.js";
import { type Json, lastSegment } from "../json.js";
import { loadPeer } from "../peers.js";

/** Turns schemas into TypeScript. References among them become the bare names. */
export type Compile = (schemas: ReadonlyMap<string, Json>) => Promise<Compiled>;

export interface Compiled {
  /** The type of each schema, by its name. */
  types: Map<string, string>;
  /** Declarations that these types need besides, by their names: some of {@link HELPERS}. */
  helpers: Map<string, string>;
}

/** What openapi-typescript may declare beside the schemas, for members that `allOf` makes required. */
export const HELPERS: readonly string[] = ["WithRequired"];

/** @throws {CommandError} when openapi-typescript is not installed */
export async function loadCompiler(): Promise<Compile> {
  const library = await loadPeer("openapi-typescript", "types", () => import("openapi-typescript"));
  return async (schemas) => {
    const document: OpenAPI3 = {
      openapi: "3.1.0",
      info: { title: "Graphs", version: "1" },
      paths: {},
      components: {
        // schemas of this package's making, and no keyword in them that OpenAPI 3.1 lacks
        schemas: Object.fromEntries(schemas) as Record<string, SchemaObject>,
      },
    };
    const compiled = new Map<string, ts.TypeNode>();
    const nodes = await library
      .default(document, {
        alphabetize: true,
        // what a state leaves out may be missing, whatever default the graph would give it
        defaultNonNullable: false,
        emptyObjectsUnknown: true,
        silent: true,
        // of a schema and its branches, which have the same path, the schema comes last
        postTransform(type, { path = "" }) {
          if (/^#\/components\/schemas\/[^/]+$/.test(path)) compiled.set(lastSegment(path), type);
          return type;
        },
      })
      .catch((error: unknown) => {
        throw new CommandError(`the schemas cannot be compiled: ${messageOf(error)}`, { cause: error });
      });
    const print = (node: ts.Node) => toSource(library.astToString([node]));
    const helpers = nodes.filter((node) => HELPERS.includes(nameOf(node)));
    return {
      types: new Map([...compiled].map(([name, type]) => [name, print(type)])),
      helpers: new Map(helpers.map((node) => [nameOf(node), print(node)])),
    };
  };
}

function nameOf(node: ts.Node): string {
  return "name" in node && isRecord(node.name) ? String(node.name.text) : "";
}

/** Bare names instead of paths into an interface, no tags that only repeat the type, two spaces to the level. */
function toSource(text: string): string {
  return text
    .trimEnd()
    .replace(/^ *\/\*\* @(?:enum \{[^}]*\}|constant) \*\/\n/gm, "")
    .replace(/^ *\* @(?:enum \{[^}]*\}|constant)\n/gm, "")
    .replace(/(\/\*\*|^ *\*) @description /gm, "$1 ")
    .replace(/components\["schemas"\]\[("(?:[^"\\]|\\u[\dA-F]{4})+")\]/g, (_, quoted: string) =>
      unquote(quoted),
    )
    .replace(/^(?: {4})+/gm, (spaces) => " ".repeat(spaces.length / 2));
}

/** The printer writes every letter beyond ASCII as an escape, in the way of JSON. */
const unquote = (quoted: string): string => String(JSON.parse(quoted));
