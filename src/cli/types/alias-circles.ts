import { isRecord } from "../../util/record.js";
import { REF_PREFIX } from "./definitions.js";
import { branchesOf, type JsonSchema } from "./json-schema.js";

const BRANCHES = ["anyOf", "oneOf", "allOf"];

/**
 * Takes the circles out of named types that consist of nothing but each other, such as `A = B | string; B = A`: what
 * leads back becomes unknown. A type may refer to itself through a member or a list, not directly.
 */
export function withoutAliasCircles(components: ReadonlyMap<string, JsonSchema>): Map<string, JsonSchema> {
  const leadsTo = (from: string, name: string, passed = new Set<string>()): boolean => {
    if (from === name) return true;
    const schema = components.get(from);
    if (schema === undefined || passed.has(from)) return false;
    passed.add(from);
    return directRefs(schema).some((next) => leadsTo(next, name, passed));
  };
  return new Map(
    [...components].map(([name, schema]) => [name, withoutRefs(schema, (target) => leadsTo(target, name))]),
  );
}

/** The named types that a type is made of, rather than has as members. */
function directRefs(schema: JsonSchema): string[] {
  if (typeof schema.$ref === "string") return [schema.$ref.slice(REF_PREFIX.length)];
  return branchesOf(schema).flatMap(directRefs);
}

function withoutRefs(schema: JsonSchema, isCircle: (target: string) => boolean): JsonSchema {
  if (typeof schema.$ref === "string") return isCircle(schema.$ref.slice(REF_PREFIX.length)) ? {} : schema;
  const open = (branch: unknown) => (isRecord(branch) ? withoutRefs(branch, isCircle) : branch);
  const opened = BRANCHES.flatMap((key) => {
    const branches = schema[key];
    return Array.isArray(branches) ? [[key, branches.map(open)]] : [];
  });
  return { ...schema, ...Object.fromEntries(opened) };
}
