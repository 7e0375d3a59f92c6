import { isRecord } from "../../util/record.js";
import { decisivePlaces } from "./decisive.js";
import { type Change, type Rule, type Side, toChange } from "./rules.js";
import { compareContents, compareSchemas, type Scope } from "./schemas.js";
import { asList, asRecord, type Json, refName, resolve } from "./shape.js";

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** What changed from one Server API document to another, operations first, then the schemas that they share. */
export function compareDocuments(before: Json, after: Json): Change[] {
  const scope = { before, after, open: [], decisive: decisivePlaces([before, after]) };
  const operations = compareNamed(operationsOf(before), operationsOf(after), {
    removed: (subject) => removed("operation-removed", { subject, at: "" }),
    added: (subject) => added("operation-added", { subject, at: "" }),
    kept: (subject, old, now) => compareOperations({ ...scope, subject }, old, now),
  });
  return withoutRepeats([...operations, ...compareComponents(scope)]);
}

/** The operations by `METHOD /path`: that is what a call names. */
function operationsOf(document: Json): Map<string, Json> {
  return new Map(
    Object.entries(asRecord(document.paths)).flatMap(([path, item]) =>
      METHODS.flatMap((method) => {
        const { [method]: operation, parameters } = { ...resolve(document, item), ...asRecord(item) };
        if (!isRecord(operation)) return [];
        const all = [...asList(parameters), ...asList(operation.parameters)];
        return [[`${method.toUpperCase()} ${path}`, { ...operation, parameters: all }] as const];
      }),
    ),
  );
}

/** What changed of what has a name: whatever came or went, and within what stayed. */
function compareNamed<T>(
  olds: ReadonlyMap<string, T>,
  news: ReadonlyMap<string, T>,
  how: {
    removed: (name: string, old: T) => Change;
    added: (name: string, now: T) => Change;
    kept: (name: string, old: T, now: T) => Change[];
  },
): Change[] {
  return [...new Set([...olds.keys(), ...news.keys()])].flatMap((name) => {
    const [old, now] = [olds.get(name), news.get(name)];
    if (now === undefined) return old === undefined ? [] : [how.removed(name, old)];
    return old === undefined ? [how.added(name, now)] : how.kept(name, old, now);
  });
}

type Place = Pick<Change, "subject" | "at">;

const removed = (rule: Rule, place: Place): Change => toChange("removed", rule, place, "removed");
const added = (rule: Rule, place: Place): Change => toChange("added", rule, place, "added");

/** Something that calls have to give, or no longer. */
function compareNeed(what: "parameter" | "body", place: Place, old: Json, now: Json): Change[] {
  const isRequired = now.required === true;
  if (isRequired === (old.required === true)) return [];
  const [rule, said]: [Rule, string] = isRequired
    ? [`${what}-now-required`, "required now"]
    : [`${what}-now-optional`, "may be left out now"];
  return [toChange("changed", rule, place, said)];
}

const addedNeed = (what: "parameter" | "body", place: Place, { required }: Json): Change =>
  required === true
    ? toChange("added", `${what}-added-required`, place, "added, required")
    : added(`${what}-added`, place);

type OperationScope = Omit<Scope, "side">;

function compareOperations(scope: OperationScope, old: Json, now: Json): Change[] {
  const place = { subject: scope.subject, at: "" };
  const isRenamed = old.operationId !== now.operationId;
  const isDeprecated = old.deprecated !== true && now.deprecated === true;
  const name = `called ${now.operationId} now, not ${old.operationId}`;
  return [
    ...(isRenamed ? [toChange("changed", "operation-renamed", place, name)] : []),
    ...(isDeprecated ? [toChange("changed", "operation-deprecated", place, "deprecated now")] : []),
    ...compareParameters({ ...scope, side: "request" }, old, now),
    ...compareBodies({ ...scope, side: "request" }, old, now),
    ...compareResponses({ ...scope, side: "response" }, old, now),
  ];
}

function compareParameters(scope: Scope, old: Json, now: Json): Change[] {
  const placeOf = (at: string) => ({ subject: scope.subject, at });
  return compareNamed(parametersOf(scope.before, old), parametersOf(scope.after, now), {
    removed: (at) => removed("parameter-removed", placeOf(at)),
    added: (at, is) => addedNeed("parameter", placeOf(at), is),
    kept: (at, was, is) => [
      ...compareNeed("parameter", placeOf(at), was, is),
      ...compareSchemas(scope, schemaOf(was), schemaOf(is), at),
    ],
  });
}

/** What a parameter or header holds: described by a schema, or by the one content type that it is of. */
function schemaOf({ schema, content }: Json): unknown {
  const [described] = Object.values(asRecord(content));
  return schema ?? asRecord(described).schema ?? {};
}

/** The parameters by `query limit`; the operation's own stand over the path's, and header names have no case. */
function parametersOf(document: Json, operation: Json): Map<string, Json> {
  return new Map(
    asList(operation.parameters).map((entry) => {
      const parameter = resolve(document, entry);
      const name = parameter.in === "header" ? String(parameter.name).toLowerCase() : parameter.name;
      return [`${parameter.in} ${name}`, parameter];
    }),
  );
}

function compareBodies(scope: Scope, old: Json, now: Json): Change[] {
  const place = { subject: scope.subject, at: "body" };
  const bodyOf = (document: Json, { requestBody }: Json) =>
    new Map(isRecord(requestBody) ? [["body", resolve(document, requestBody)]] : []);
  return compareNamed(bodyOf(scope.before, old), bodyOf(scope.after, now), {
    removed: () => removed("body-removed", place),
    added: (_, is) => addedNeed("body", place, is),
    kept: (at, was, is) => [...compareNeed("body", place, was, is), ...compareContent(scope, was, is, at)],
  });
}

function compareContent(scope: Scope, old: Json, now: Json, at: string): Change[] {
  const place = { subject: scope.subject, at };
  return compareNamed(contentsOf(old), contentsOf(now), {
    removed: (type) => toChange("removed", `${scope.side}-content-removed`, place, `no ${type} now`),
    added: (type) => toChange("added", `${scope.side}-content-added`, place, `${type} too`),
    kept: (_, was, is) => compareSchemas(scope, was.schema ?? {}, is.schema ?? {}, at),
  });
}

/** Contents by their types, which have no case; what is said of the charset is no other type. */
function contentsOf({ content }: Json): Map<string, Json> {
  return new Map(
    Object.entries(asRecord(content)).map(([type, described]) => [
      type.replace(/;.*/s, "").trim().toLowerCase(),
      asRecord(described),
    ]),
  );
}

function compareResponses(scope: Scope, old: Json, now: Json): Change[] {
  const placeOf = (at: string) => ({ subject: scope.subject, at });
  const responsesOf = (document: Json, { responses }: Json) =>
    new Map(Object.entries(asRecord(responses)).map(([status, one]) => [status, resolve(document, one)]));
  return compareNamed(responsesOf(scope.before, old), responsesOf(scope.after, now), {
    removed: (status) =>
      removed(
        status.startsWith("2") ? "response-success-removed" : "response-status-removed",
        placeOf(status),
      ),
    added: (status) => added("response-status-added", placeOf(status)),
    kept: (status, was, is) => [
      ...compareHeaders(scope, was, is, status),
      ...compareContent(scope, was, is, status),
    ],
  });
}

function compareHeaders(scope: Scope, old: Json, now: Json, status: string): Change[] {
  const placeOf = (name: string) => ({ subject: scope.subject, at: `${status} header ${name}` });
  return compareNamed(headersOf(scope.before, old), headersOf(scope.after, now), {
    removed: (name) => removed("response-header-removed", placeOf(name)),
    added: (name) => added("response-header-added", placeOf(name)),
    kept: (name, was, is) => compareSchemas(scope, schemaOf(was), schemaOf(is), placeOf(name).at),
  });
}

function headersOf(document: Json, { headers }: Json): Map<string, Json> {
  return new Map(
    Object.entries(asRecord(headers)).map(([name, header]) => [
      name.toLowerCase(),
      resolve(document, header),
    ]),
  );
}

/** The schemas that have a name: each once for every way in which its values travel. */
function compareComponents(scope: Omit<OperationScope, "subject">): Change[] {
  const { before, after } = scope;
  const schemasOf = (document: Json) =>
    new Map(Object.entries(asRecord(asRecord(document.components).schemas)));
  const sides = [sidesOf(before), sidesOf(after)];
  return compareNamed(schemasOf(before), schemasOf(after), {
    removed: (subject) => removed("schema-removed", { subject, at: "" }),
    added: (subject) => added("schema-added", { subject, at: "" }),
    kept: (subject, old, now) => {
      // what no operation names is the data of an event, which a server sends
      const travels = new Set(sides.flatMap((of) => [...(of.get(subject) ?? [])]));
      const ways: Side[] = travels.size === 0 ? ["response"] : [...travels];
      return ways.flatMap((side) => compareContents({ ...scope, side, subject }, old, now, ""));
    },
  });
}

/** Which way the values of each named schema travel. */
function sidesOf(document: Json): Map<string, Set<Side>> {
  const sides = new Map<string, Set<Side>>();
  const visit = (value: unknown, side: Side): void => {
    if (Array.isArray(value)) for (const member of value) visit(member, side);
    if (!isRecord(value)) return;
    const name = refName(value);
    if (name !== undefined) {
      const known = sides.get(name) ?? new Set();
      if (known.has(side)) return;
      sides.set(name, known.add(side));
    }
    const target = typeof value.$ref === "string" ? resolve(document, value) : undefined;
    for (const member of target === undefined ? Object.values(value) : [target]) visit(member, side);
  };
  for (const { parameters, requestBody, responses } of operationsOf(document).values()) {
    visit([parameters, requestBody], "request");
    visit(responses, "response");
  }
  return sides;
}

/** A form that two content types share would be told twice. */
function withoutRepeats(changes: readonly Change[]): Change[] {
  return [...new Map(changes.map((change) => [JSON.stringify(change), change])).values()];
}
