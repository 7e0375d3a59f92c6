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
  const spoken = new Set(own.flatMap(fieldsOf));
  const without = (document: Json, schema: Json) => ({
    ...schema,
    allOf: asList(schema.allOf).map((part) =>
      isShared(part) ? pick(flatten(document, part), spoken) : part,
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

const fieldsOf = ({ properties, required }: Json): unknown[] => [
  ...Object.keys(asRecord(properties)),
  ...asList(required),
];

/** Of a shared schema what is to be said of some fields: those of which the others say something too. */
function pick({ required }: Json, fields: ReadonlySet<unknown>): Json {
  return { type: "object", required: asList(required).filter((name) => fields.has(name)) };
}
