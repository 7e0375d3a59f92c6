import { asList, asRecord, branchesOf, type Json, lastSegment } from "../json.js";

const BRANCHES = ["anyOf", "oneOf", "allOf"] as const;

/**
 * Takes the circles out of named types that consist of nothing but each other, such as `A = B | string; B = A`: what
 * leads back becomes unknown. A type may refer to itself through a member or a list, not directly.
 */
export function withoutAliasCircles(components: ReadonlyMap<string, Json>): Map<string, Json> {
  const leadsTo = (from: string, name: string, passed = new Set<string>()): boolean => {
    if (from === name) return true;
    if (passed.has(from)) return false;
    passed.add(from);
    return directRefs(components.get(from) ?? {}).some((next) => leadsTo(next, name, passed));
  };
  const cut = (schema: Json, name: string): Json => {
    if (typeof schema.$ref === "string") return leadsTo(lastSegment(schema.$ref), name) ? {} : schema;
    const opened = BRANCHES.filter((key) => key in schema).map((key) => [
      key,
      asList(schema[key]).map((branch) => cut(asRecord(branch), name)),
    ]);
    return { ...schema, ...Object.fromEntries(opened) };
  };
  return new Map([...components].map(([name, schema]) => [name, cut(schema, name)]));
}

/** The named types that a type is made of, rather than has as members. */
const directRefs = (schema: Json): string[] =>
  typeof schema.$ref === "string" ? [lastSegment(schema.$ref)] : branchesOf(schema).flatMap(directRefs);
