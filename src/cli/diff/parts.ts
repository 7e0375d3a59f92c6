import { isRecord } from "../../util/record.js";
import { asList, asRecord, flatten, type Json, refName } from "./shape.js";

interface Documents {
  readonly before: Json;
  readonly after: Json;
}

/** Both schemas without the named ones that both extend: what changed in those is told where they stand. */
export function withoutSharedParts(
  documents: Documents,
  before: unknown,
  after: unknown,
): [unknown, unknown] {
  if (!isRecord(before) || !isRecord(after)) return [before, after];
  const [olds, news] = [namesOf(before), namesOf(after)];
  const shared = new Set(olds.filter((name) => news.includes(name)));
  if (shared.size === 0) return [before, after];
  const isShared = (part: unknown) => shared.has(refName(part) ?? "");
  const own = [ownPart(documents.before, before, isShared), ownPart(documents.after, after, isShared)];
  const declared = new Set(own.flatMap(({ properties }) => Object.keys(asRecord(properties))));
  const spoken = new Set([...declared, ...own.flatMap(({ required }) => asList(required))]);
  const without = (document: Json, schema: Json) => ({
    ...schema,
    allOf: asList(schema.allOf).map((part) =>
      isShared(part) ? pick(flatten(document, part), declared, spoken) : part,
    ),
  });
  return [without(documents.before, before), without(documents.after, after)];
}

const namesOf = ({ allOf }: Json): string[] =>
  asList(allOf).flatMap((part) => {
    const name = refName(part);
    return name === undefined ? [] : [name];
  });

const ownPart = (document: Json, schema: Json, isShared: (part: unknown) => boolean): Json =>
  flatten(document, { ...schema, allOf: asList(schema.allOf).filter((part) => !isShared(part)) });

/** Of a shared schema those fields that the others declare anew, and the need of those that they speak of. */
function pick(
  { properties, required }: Json,
  declared: ReadonlySet<unknown>,
  spoken: ReadonlySet<unknown>,
): Json {
  const fields = Object.entries(asRecord(properties)).filter(([name]) => declared.has(name));
  return {
    type: "object",
    properties: Object.fromEntries(fields),
    required: asList(required).filter((name) => spoken.has(name)),
  };
}
