import { asList, asRecord, type Json, resolve } from "../json.js";
import { type Change, compareNeed, type Place, type Rule, type Side, toAddition, toChange } from "./rules.js";
import { pairUp, refName, toVariants, type Variant, valuesOf } from "./variants.js";

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
  const place = { subject: scope.subject, at };
  const { both, removed, added } = pairUp(toVariants(scope.before, before), toVariants(scope.after, after));
  const narrowed = (message: string) => toChange(`${scope.side}-type-narrowed`, place, message);
  const widened = (message: string) => toChange(`${scope.side}-type-widened`, place, message);
  const isAny = ({ kind }: Variant) => kind === "any";
  if (removed.some(isAny)) return [narrowed(`only ${tell(added)} now`)];
  if (added.some(isAny)) return [widened("anything now")];
  const changes = [
    ...(removed.length === 0 ? [] : [narrowed(`no longer ${tell(removed)}`)]),
    ...(added.length === 0 ? [] : [widened(`may be ${tell(added)} too`)]),
    ...both.flatMap(([old, now]) => compareVariants(scope, old, now, at)),
    ...compareDefaults(scope, asRecord(before), asRecord(after), place),
  ];
  const told = changes.length === 0 ? new Set() : toldOfParts(scope, asRecord(before), asRecord(after), at);
  return changes.filter((change) => !told.has(JSON.stringify(change)));
}

/** What changed in the named schemas that both extend: it is told where those stand. */
function toldOfParts(scope: Scope, before: Json, after: Json, at: string): Set<string> {
  const kept = asList(after.allOf).map(refName);
  const shared = asList(before.allOf).filter(
    (part) => refName(part) !== undefined && kept.includes(refName(part)),
  );
  const changes = shared.flatMap((part) =>
    compareContents(scope, resolve(scope.before, part), resolve(scope.after, part), at),
  );
  return new Set(changes.map((change) => JSON.stringify(change)));
}

const list = (values: readonly unknown[]): string => values.map((value) => JSON.stringify(value)).join(", ");

function tell(variants: readonly Variant[]): string {
  const words = variants.map(({ kind, name, schema }) => {
    const values = valuesOf(schema);
    return name ?? (values === undefined ? kind : list(values));
  });
  return [...new Set(words)].join(" or ") || "nothing";
}

function compareVariants(outer: Scope, before: Variant, after: Variant, at: string): Change[] {
  const pair = `${before.name}|${after.name}`;
  if (before.name !== undefined || after.name !== undefined) {
    // what has a name is compared by itself; and two that refer to themselves are compared once
    if (before.name === after.name) return compareFields(outer, before.beside ?? {}, after.beside ?? {}, at);
    if (outer.open.includes(pair)) return [];
  }
  const scope = { ...outer, open: [...outer.open, pair] };
  const compare = COMPARISONS[before.kind] ?? [];
  return compare.flatMap((one) => one(scope, before.schema, after.schema, at));
}

type Comparison = (scope: Scope, before: Json, after: Json, at: string) => Change[];

const COMPARISONS: Partial<Record<Variant["kind"], readonly Comparison[]>> = {
  object: [compareFields, compareRest],
  array: [compareItems, compareLimits],
  string: [compareValues, compareLimits],
  number: [compareValues, compareLimits],
  boolean: [compareValues],
};

/** Items that have a place of their own, and then the rest: what has no place is of the rest. */
function compareItems(scope: Scope, before: Json, after: Json, at: string): Change[] {
  const [olds, news] = [asList(before.prefixItems), asList(after.prefixItems)];
  const places = [...(olds.length > news.length ? olds : news).keys()];
  return [
    ...places.flatMap((index) =>
      compareSchemas(scope, olds[index] ?? before.items, news[index] ?? after.items, `${at}[${index}]`),
    ),
    ...compareSchemas(scope, before.items, after.items, `${at}[]`),
  ];
}

function compareFields(scope: Scope, before: Json, after: Json, at: string): Change[] {
  const [olds, news] = [asRecord(before.properties), asRecord(after.properties)];
  const [oldNeeds, newNeeds] = [asList(before.required), asList(after.required)].map((needs) =>
    needs.map(String),
  );
  const names = new Set([
    ...Object.keys(olds),
    ...Object.keys(news),
    ...(oldNeeds ?? []),
    ...(newNeeds ?? []),
  ]);
  return [...names].flatMap((name) => {
    const place = { subject: scope.subject, at: `${at}.${name}` };
    const [was, is] = [oldNeeds?.includes(name) === true, newNeeds?.includes(name) === true];
    const [isOld, isNew] = [Object.hasOwn(olds, name), Object.hasOwn(news, name)];
    if (isOld && !isNew) return [toChange(`${scope.side}-field-removed`, place, "removed")];
    if (isNew && !isOld) return [toAddition(`${scope.side}-field`, place, is)];
    // what a field is that neither has stands elsewhere: in a schema that both extend, or in the members of a union
    return [
      ...compareNeed(`${scope.side}-field`, place, was, is),
      ...compareSchemas(scope, olds[name], news[name], place.at),
    ];
  });
}

/** Fields that have no name in the schema. */
function compareRest(scope: Scope, before: Json, after: Json, at: string): Change[] {
  const [was, is] = [before.additionalProperties, after.additionalProperties];
  if ((was === false) === (is === false)) return compareSchemas(scope, was, is, `${at}.*`);
  if (scope.side === "response") return [];
  const place = { subject: scope.subject, at };
  return is === false
    ? [toChange("request-closed", place, "no further fields allowed now")]
    : [toChange("request-opened", place, "further fields allowed now")];
}

function compareValues({ side, subject, decisive }: Scope, before: Json, after: Json, at: string): Change[] {
  const place = { subject, at };
  const [olds, news] = [valuesOf(before), valuesOf(after)];
  const isDecisive = side === "response" && decisive.has(`${subject}${at}`);
  const gone = (message: string) => [toChange(`${side}-value-removed`, place, message)];
  const come = (message: string) => [
    toChange(isDecisive ? "response-value-added-decisive" : `${side}-value-added`, place, message),
  ];
  if (news === undefined) return olds === undefined ? [] : come("any value now, not only those listed");
  if (olds === undefined) return gone(`only ${list(news)} now`);
  const removed = olds.filter((value) => !news.includes(value));
  const added = news.filter((value) => !olds.includes(value));
  return [
    ...(removed.length === 0 ? [] : gone(`no longer ${list(removed)}`)),
    ...(added.length === 0 ? [] : come(`may be ${list(added)} too`)),
  ];
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
    const rule: Rule = isTighter(keyword, was, is) ? "request-limit-tightened" : "request-limit-loosened";
    return [toChange(rule, { subject: scope.subject, at }, `${keyword} ${was ?? "none"} → ${is ?? "none"}`)];
  });
}

const withInteger = (schema: Json): Json =>
  [schema.type].flat().includes("integer") ? { multipleOf: 1, ...schema } : schema;

function isTighter(keyword: string, was: unknown, is: unknown): boolean {
  if (is === undefined) return false;
  if (was === undefined || EXACT.includes(keyword)) return true;
  return LOWER.includes(keyword) ? Number(is) > Number(was) : Number(is) < Number(was);
}

function compareDefaults({ side }: Scope, before: Json, after: Json, place: Place) {
  const [was, is] = [JSON.stringify(before.default), JSON.stringify(after.default)];
  if (side === "response" || was === is) return [];
  return [toChange("default-changed", place, `default ${was ?? "none"} → ${is ?? "none"}`)];
}
