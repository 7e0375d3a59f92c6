import { isRecord } from "../../util/record.js";
import { asRecord, type Json, type Variant, valuesOf } from "./shape.js";

interface Pairs {
  both: [Variant, Variant][];
  removed: Variant[];
  added: Variant[];
}

/** Finds for each variant the one that it was: the very same, of the same name, of the same tag, or of the same kind. */
export function pairUp(before: readonly Variant[], after: readonly Variant[]): Pairs {
  const added = [...after];
  const both: Pairs["both"] = [];
  const likenesses: ((one: Variant, other: Variant) => boolean)[] = [
    // before any that is only like it: a member that came beside it would take its place
    (one, other) => one.kind === other.kind && textOf(one.schema) === textOf(other.schema),
    (one, other) => one.name !== undefined && one.name === other.name && one.kind === other.kind,
    (one, other) => one.kind === other.kind && tagOf(one) !== undefined && tagOf(one) === tagOf(other),
    (one, other) => one.kind === other.kind && (tagOf(one) === undefined || tagOf(other) === undefined),
  ];
  let removed = [...before];
  for (const isLike of likenesses) {
    removed = removed.filter((one) => {
      const at = added.findIndex((other) => isLike(one, other));
      const [other] = at === -1 ? [] : added.splice(at, 1);
      if (other !== undefined) both.push([one, other]);
      return other === undefined;
    });
  }
  return { both, removed, added };
}

/** What tells the members of a union apart: its constant members. */
function tagOf({ kind, schema }: Variant): string | undefined {
  if (kind !== "object") return undefined;
  const tags = Object.entries(asRecord(schema.properties)).flatMap(([name, member]) => {
    const values = isRecord(member) ? valuesOf(member) : undefined;
    return values?.length === 1 ? [`${name}=${JSON.stringify(values[0])}`] : [];
  });
  return tags.length === 0 ? undefined : tags.sort().join();
}

/** The same text for the same schema, in whatever order its keywords are. */
function textOf(schema: Json): string {
  return JSON.stringify(schema, (_, value: unknown) =>
    isRecord(value)
      ? Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
      : value,
  );
}
