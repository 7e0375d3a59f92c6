import { isRecord } from "../../util/record.js";
import { pairUp } from "./pairs.js";
import { withoutSharedParts } from "./parts.js";
import { type Change, type Rule, type Side, toChange } from "./rules.js";
import { asList, asRecord, type Json, refName, toVariants, type Variant, valuesOf } from "./shape.js";

/** Two documents, the place that is looked at, and which way its values travel. */
export interface Scope {
  readonly before: Json;
  readonly after: Json;
  readonly side: Side;
  readonly subject: string;
  /** Where a value that the client does not know leads it astray: `Run.status`, `RunStatus`. */
  readonly decisive: ReadonlySet<string>;
  /** Pairs of named schemas that are being compared further up. */
  readonly open: readonly string[];
}

/** What changed between two schemas. A schema that both name alike is compared by itself, not wherever it is used. */
export function compareSchemas(scope: Scope, before: unknown, after: unknown, at: string): Change[] {
  const name = refName(before);
  return name !== undefined && name === refName(after) ? [] : compareContents(scope, before, after, at);
}

/** As {@link compareSchemas}, for the two schemas of one name themselves. */
export function compareContents(scope: Scope, before: unknown, after: unknown, at: string): Change[] {
  const [one, other] = withoutSharedParts(scope, before, after);
  const pairs = pairUp(toVariants(scope.before, one), toVariants(scope.after, other));
  const isAny = ({ kind }: Variant) => kind === "any";
  if (pairs.removed.some(isAny)) return [judgeType(scope, "narrowed", at, `only ${tell(pairs.added)} now`)];
  if (pairs.added.some(isAny)) return [judgeType(scope, "widened", at, "anything now")];
  return [
    ...(pairs.removed.length === 0
      ? []
      : [judgeType(scope, "narrowed", at, `no longer ${tell(pairs.removed)}`)]),
    ...(pairs.added.length === 0 ? [] : [judgeType(scope, "widened", at, `may be ${tell(pairs.added)} too`)]),
    ...pairs.both.flatMap(([old, now]) => compareVariants(scope, old, now, at)),
    ...compareDefaults(scope, before, after, at),
  ];
}

function judgeType(scope: Scope, how: "narrowed" | "widened", at: string, message: string): Change {
  return toChange("changed", `${scope.side}-type-${how}`, { subject: scope.subject, at }, message);
}

const tell = (variants: readonly Variant[]): string =>
  [...new Set(variants.map(({ kind, name, schema }) => name ?? valuesText(schema) ?? kind))].join(" or ") ||
  "nothing";

const valuesText = (schema: Json): string | undefined =>
  valuesOf(schema)
    ?.map((value) => JSON.stringify(value))
    .join(", ");

function compareVariants(outer: Scope, before: Variant, after: Variant, at: string): Change[] {
  const pair = `${before.name}|${after.name}`;
  if (before.name !== undefined || after.name !== undefined) {
    // what has a name is compared by itself; and two that refer to themselves are compared once
    if (before.name === after.name) return compareFields(outer, before.beside, after.beside, at);
    if (outer.open.includes(pair)) return [];
  }
  const scope = { ...outer, open: [...outer.open, pair] };
  switch (before.kind) {
    case "object":
      return [
        ...compareFields(scope, before.schema, after.schema, at),
        ...compareRest(scope, before.schema, after.schema, at),
      ];
    case "array":
      return [
        ...compareItems(scope, before.schema, after.schema, at),
        ...compareLimits(scope, before.schema, after.schema, at),
      ];
    case "string":
    case "number":
    case "boolean":
      return [
        ...compareValues(scope, before.schema, after.schema, at),
        ...compareLimits(scope, before.schema, after.schema, at),
      ];
    default:
      return [];
  }
}

/** Items that have a place of their own, and then the rest: what has no place is of the rest. */
function compareItems(scope: Scope, before: Json, after: Json, at: string): Change[] {
  const [olds, news] = [asList(before.prefixItems), asList(after.prefixItems)];
  const [oldRest, newRest] = [before.items ?? {}, after.items ?? {}];
  const places = [...(olds.length > news.length ? olds : news).keys()];
  return [
    ...places.flatMap((index) =>
      compareSchemas(scope, olds[index] ?? oldRest, news[index] ?? newRest, `${at}[${index}]`),
    ),
    ...compareSchemas(scope, oldRest, newRest, `${at}[]`),
  ];
}

function compareFields(scope: Scope, before: Json, after: Json, at: string): Change[] {
  const [olds, news] = [asRecord(before.properties), asRecord(after.properties)];
  const [oldNeeds, newNeeds] = [needsOf(before), needsOf(after)];
  const names = new Set([...Object.keys(olds), ...Object.keys(news), ...oldNeeds, ...newNeeds]);
  return [...names].flatMap((name) => {
    const place = { subject: scope.subject, at: `${at}.${name}` };
    const [was, is] = [oldNeeds.includes(name), newNeeds.includes(name)];
    // what the field is stands elsewhere: in a schema that both extend, or in the members of a union
    if (!Object.hasOwn(olds, name) && !Object.hasOwn(news, name))
      return compareNeed(scope.side, place, was, is);
    if (!Object.hasOwn(news, name))
      return [toChange("removed", `${scope.side}-field-removed`, place, "removed")];
    if (!Object.hasOwn(olds, name)) return [fieldAdded(scope.side, place, is)];
    return [
      ...compareNeed(scope.side, place, was, is),
      ...compareSchemas(scope, olds[name], news[name], place.at),
    ];
  });
}

const needsOf = ({ required }: Json): string[] => asList(required).filter((name) => typeof name === "string");

type Place = Pick<Change, "subject" | "at">;

function fieldAdded(side: Side, place: Place, required: boolean): Change {
  const rule: Rule = side === "request" && required ? "request-field-added-required" : `${side}-field-added`;
  return toChange("added", rule, place, required ? "added, required" : "added");
}

function compareNeed(side: Side, place: Place, was: boolean, is: boolean): Change[] {
  if (was === is) return [];
  return [
    is
      ? toChange("changed", `${side}-field-now-required`, place, "required now")
      : toChange("changed", `${side}-field-now-optional`, place, "may be absent now"),
  ];
}

/** Fields that have no name in the schema. */
function compareRest(scope: Scope, before: Json, after: Json, at: string): Change[] {
  const [was, is] = [before.additionalProperties ?? true, after.additionalProperties ?? true];
  const place = { subject: scope.subject, at };
  if (was !== false && is === false) {
    return scope.side === "request"
      ? [toChange("changed", "request-closed", place, "no further fields allowed now")]
      : [];
  }
  if (was === false && is !== false) {
    return scope.side === "request"
      ? [toChange("changed", "request-opened", place, "further fields allowed now")]
      : [];
  }
  return compareSchemas(scope, isRecord(was) ? was : {}, isRecord(is) ? is : {}, `${at}.*`);
}

function compareValues(scope: Scope, before: Json, after: Json, at: string): Change[] {
  const [olds, news] = [valuesOf(before), valuesOf(after)];
  if (olds === undefined && news === undefined) return [];
  const place = { subject: scope.subject, at };
  const list = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).join(", ");
  const removed =
    olds === undefined ? [] : olds.filter((value) => news !== undefined && !news.includes(value));
  const added = news === undefined ? [] : news.filter((value) => olds !== undefined && !olds.includes(value));
  const changes: Change[] = [];
  if (olds === undefined && news !== undefined)
    changes.push(toChange("changed", `${scope.side}-value-removed`, place, `only ${list(news)} now`));
  if (removed.length > 0)
    changes.push(toChange("removed", `${scope.side}-value-removed`, place, `no longer ${list(removed)}`));
  if (olds !== undefined && news === undefined)
    changes.push(toChange("changed", valueAdded(scope, at), place, "any value now, not only those listed"));
  if (added.length > 0)
    changes.push(toChange("added", valueAdded(scope, at), place, `may be ${list(added)} too`));
  return changes;
}

function valueAdded({ side, subject, decisive }: Scope, at: string): Rule {
  if (side === "request") return "request-value-added";
  return decisive.has(`${subject}${at}`) ? "response-value-added-decisive" : "response-value-added";
}

/** Keywords that bound a value from below, from above, and those that are met or not. */
const LOWER = ["minimum", "exclusiveMinimum", "minLength", "minItems"];
const UPPER = ["maximum", "exclusiveMaximum", "maxLength", "maxItems"];
const EXACT = ["pattern", "format", "multipleOf"];

/** Limits matter for what is sent; what is received keeps to them or not. */
function compareLimits(scope: Scope, before: Json, after: Json, at: string): Change[] {
  if (scope.side === "response") return [];
  const [old, now] = [withInteger(before), withInteger(after)];
  return [...LOWER, ...UPPER, ...EXACT].flatMap((keyword) => {
    const [was, is] = [old[keyword], now[keyword]];
    if (was === is) return [];
    const place = { subject: scope.subject, at };
    const said = `${keyword} ${was ?? "none"} → ${is ?? "none"}`;
    const rule: Rule = isTighter(keyword, was, is) ? "request-limit-tightened" : "request-limit-loosened";
    return [toChange("changed", rule, place, said)];
  });
}

const withInteger = (schema: Json): Json =>
  [schema.type].flat().includes("integer") ? { multipleOf: 1, ...schema } : schema;

function isTighter(keyword: string, was: unknown, is: unknown): boolean {
  if (is === undefined) return false;
  if (was === undefined || EXACT.includes(keyword)) return true;
  return LOWER.includes(keyword) ? Number(is) > Number(was) : Number(is) < Number(was);
}

function compareDefaults(scope: Scope, before: unknown, after: unknown, at: string): Change[] {
  if (scope.side === "response" || !isRecord(before) || !isRecord(after)) return [];
  const [was, is] = [JSON.stringify(before.default), JSON.stringify(after.default)];
  if (was === is) return [];
  const message = `default ${was ?? "none"} → ${is ?? "none"}`;
  return [toChange("changed", "default-changed", { subject: scope.subject, at }, message)];
}
