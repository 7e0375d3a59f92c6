import { asList, asRecord, type Json, resolve } from "../json.js";
import { type Change, compareRequired, type Place, type Rule, type Side, toChange } from "./rules.js";
import { pairUp, refName, toVariants, type Variant, valuesOf } from "./variants.js";

/** Two documents, the compared place in both, and the side that sends its values. */
export interface Scope extends Place {
  readonly before: Json;
  readonly after: Json;
  readonly side: Side;
  /** Where a new value breaks this client: `Run.status`, `RunStatus`. */
  readonly decisive: ReadonlySet<string>;
  /** Pairs of named schemas whose comparison encloses this one. */
  readonly open: readonly string[];
}

const within = (scope: Scope, path: string): Scope => ({ ...scope, at: `${scope.at}${path}` });

/** The changes from one schema to another. Schemas of the same name are compared once as components, not at each use. */
export function compareSchemas(scope: Scope, before: unknown, after: unknown): Change[] {
  const name = refName(before);
  return name !== undefined && name === refName(after) ? [] : compareContents(scope, before, after);
}

/** The same, but also compares schemas of the same name. */
export function compareContents(scope: Scope, before: unknown, after: unknown): Change[] {
  const { both, removed, added } = pairUp(toVariants(scope.before, before), toVariants(scope.after, after));
  const narrowed = (message: string) => toChange(`${scope.side}-type-narrowed`, scope, message);
  const widened = (message: string) => toChange(`${scope.side}-type-widened`, scope, message);
  const isAny = ({ kind }: Variant) => kind === "any";
  if (removed.some(isAny)) return [narrowed(`only ${describe(added)} now`)];
  if (added.some(isAny)) return [widened("anything now")];
  const changes = [
    ...(removed.length === 0 ? [] : [narrowed(`no longer ${describe(removed)}`)]),
    ...(added.length === 0 ? [] : [widened(`may be ${describe(added)} too`)]),
    ...both.flatMap(([old, now]) => compareVariants(scope, old, now)),
    ...compareDefaults(scope, asRecord(before), asRecord(after)),
  ];
  const inherited = changes.length === 0 ? [] : inheritedChanges(scope, asRecord(before), asRecord(after));
  return changes.filter((change) => !inherited.includes(JSON.stringify(change)));
}

/** The changes of the named schemas that both extend by `allOf`: they are reported for those schemas. */
function inheritedChanges(scope: Scope, before: Json, after: Json): string[] {
  const kept = asList(after.allOf).map(refName);
  return asList(before.allOf)
    .filter((part) => refName(part) !== undefined && kept.includes(refName(part)))
    .flatMap((part) => compareContents(scope, resolve(scope.before, part), resolve(scope.after, part)))
    .map((change) => JSON.stringify(change));
}

const list = (values: readonly unknown[]): string => values.map((value) => JSON.stringify(value)).join(", ");

function describe(variants: readonly Variant[]): string {
  const words = variants.map(({ kind, name, schema }) => {
    const values = valuesOf(schema);
    return name ?? (values === undefined ? kind : list(values));
  });
  return [...new Set(words)].join(" or ") || "nothing";
}

function compareVariants(outer: Scope, before: Variant, after: Variant): Change[] {
  const pair = `${before.name}|${after.name}`;
  if (before.name !== undefined || after.name !== undefined) {
    // schemas of one name are compared as components; a pair that contains itself is compared once
    if (before.name === after.name)
      return compareFields(outer, before.unionFields ?? {}, after.unionFields ?? {});
    if (outer.open.includes(pair)) return [];
  }
  const scope = { ...outer, open: [...outer.open, pair] };
  const comparisons = COMPARISONS[before.kind] ?? [];
  return comparisons.flatMap((compare) => compare(scope, before.schema, after.schema));
}

type Comparison = (scope: Scope, before: Json, after: Json) => Change[];

const COMPARISONS: Partial<Record<Variant["kind"], readonly Comparison[]>> = {
  object: [compareFields, compareFurtherFields],
  array: [compareItems, compareLimits],
  string: [compareValues, compareLimits],
  number: [compareValues, compareLimits],
  boolean: [compareValues],
};

/** Items by their positions; one that has no schema of its own has that of all further items. */
function compareItems(scope: Scope, before: Json, after: Json): Change[] {
  const [olds, news] = [asList(before.prefixItems), asList(after.prefixItems)];
  const positions = [...(olds.length > news.length ? olds : news).keys()];
  return [
    ...positions.flatMap((at) =>
      compareSchemas(within(scope, `[${at}]`), olds[at] ?? before.items, news[at] ?? after.items),
    ),
    ...compareSchemas(within(scope, "[]"), before.items, after.items),
  ];
}

function compareFields(scope: Scope, before: Json, after: Json): Change[] {
  const [olds, news] = [asRecord(before.properties), asRecord(after.properties)];
  const [oldRequired, newRequired] = [
    asList(before.required).map(String),
    asList(after.required).map(String),
  ];
  const names = [...Object.keys(olds), ...Object.keys(news), ...oldRequired, ...newRequired];
  return [...new Set(names)].flatMap((name) => {
    const field = within(scope, `.${name}`);
    const [isOld, isNew] = [Object.hasOwn(olds, name), Object.hasOwn(news, name)];
    // a field in neither is required here and described elsewhere: by a schema that is extended, or members of a union
    const was = isNew && !isOld ? undefined : oldRequired.includes(name);
    const is = isOld && !isNew ? undefined : newRequired.includes(name);
    return [
      ...compareRequired(`${scope.side}-field`, field, was, is),
      ...(isOld === isNew ? compareSchemas(field, olds[name], news[name]) : []),
    ];
  });
}

/** Fields that the schema does not name. */
function compareFurtherFields(scope: Scope, before: Json, after: Json): Change[] {
  const [was, is] = [before.additionalProperties, after.additionalProperties];
  if ((was === false) === (is === false)) return compareSchemas(within(scope, ".*"), was, is);
  if (scope.side === "response") return [];
  return is === false
    ? [toChange("request-closed", scope, "no further fields allowed now")]
    : [toChange("request-opened", scope, "further fields allowed now")];
}

function compareValues(scope: Scope, before: Json, after: Json): Change[] {
  const { side, subject, at, decisive } = scope;
  const [olds, news] = [valuesOf(before), valuesOf(after)];
  const isDecisive = side === "response" && decisive.has(`${subject}${at}`);
  const addition: Rule = isDecisive ? "response-value-added-decisive" : `${side}-value-added`;
  const toRemoval = (message: string) => toChange(`${side}-value-removed`, scope, message);
  if (news === undefined)
    return olds === undefined ? [] : [toChange(addition, scope, "any value now, not only those listed")];
  if (olds === undefined) return [toRemoval(`only ${list(news)} now`)];
  const removed = olds.filter((value) => !news.includes(value));
  const added = news.filter((value) => !olds.includes(value));
  return [
    ...(removed.length === 0 ? [] : [toRemoval(`no longer ${list(removed)}`)]),
    ...(added.length === 0 ? [] : [toChange(addition, scope, `may be ${list(added)} too`)]),
  ];
}

/** Keywords for lower limits, upper limits, and other conditions. */
const LOWER = ["minimum", "exclusiveMinimum", "minLength", "minItems"];
const UPPER = ["maximum", "exclusiveMaximum", "maxLength", "maxItems"];
const EXACT = ["pattern", "format", "multipleOf"];

/** Limits matter in requests only: no caller relies on them in a response. */
function compareLimits(scope: Scope, before: Json, after: Json): Change[] {
  if (scope.side === "response") return [];
  const [old, now] = [withInteger(before), withInteger(after)];
  return [...LOWER, ...UPPER, ...EXACT].flatMap((keyword) => {
    const [was, is] = [old[keyword], now[keyword]];
    if (was === is) return [];
    const rule: Rule = isTighter(keyword, was, is) ? "request-limit-tightened" : "request-limit-loosened";
    return [toChange(rule, scope, `${keyword} ${was ?? "none"} → ${is ?? "none"}`)];
  });
}

const withInteger = (schema: Json): Json =>
  [schema.type].flat().includes("integer") ? { multipleOf: 1, ...schema } : schema;

function isTighter(keyword: string, was: unknown, is: unknown): boolean {
  if (is === undefined) return false;
  if (was === undefined || EXACT.includes(keyword)) return true;
  return LOWER.includes(keyword) ? Number(is) > Number(was) : Number(is) < Number(was);
}

function compareDefaults(scope: Scope, before: Json, after: Json): Change[] {
  const [was, is] = [JSON.stringify(before.default), JSON.stringify(after.default)];
  if (scope.side === "response" || was === is) return [];
  return [toChange("default-changed", scope, `default ${was ?? "none"} → ${is ?? "none"}`)];
}
