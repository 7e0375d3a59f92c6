import { DECISIVE_FIELDS } from "./rules.js";
import { asList, asRecord, flatten, type Json, refName, resolve } from "./shape.js";

/** The fields by whose values the client decides, and the named schemas that list those in one of the documents. */
export function decisivePlaces(documents: readonly Json[]): ReadonlySet<string> {
  const listed = documents.flatMap((document) =>
    [...DECISIVE_FIELDS].flatMap((field) => {
      const [schema = "", name = ""] = field.split(".");
      const { properties } = flatten(document, { $ref: `#/components/schemas/${schema}` });
      return namesOf(document, asRecord(properties)[name]);
    }),
  );
  return new Set([...DECISIVE_FIELDS, ...listed]);
}

/** The named schemas that a schema is, or is a union of. */
function namesOf(document: Json, schema: unknown, seen: readonly string[] = []): string[] {
  const name = refName(schema);
  if (name !== undefined && seen.includes(name)) return [];
  const way = name === undefined ? seen : [...seen, name];
  const { anyOf, oneOf, allOf } = name === undefined ? asRecord(schema) : resolve(document, schema);
  const inner = [anyOf, oneOf, allOf].flatMap(asList).flatMap((branch) => namesOf(document, branch, way));
  return name === undefined ? inner : [name, ...inner];
}
