import { isRecord } from "../../util/record.js";
import { decisivePlaces } from "./decisive.js";
import { type Change, type Rule, type Side, toChange } from "./rules.js";
import { compareContents, compareSchemas, type Scope } from "./schemas.js";
import { asList, asRecord, type Json, refName, resolve } from "./shape.js";

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** What changed from one Server API document to another, operations first, then the schemas that they share. */
export function compareDocuments(before: Json, after: Json): Change[] {
  const scope = { before, after, open: [], decisive: decisivePlaces([before, after]) };
  const [olds, news] = [operationsOf(before), operationsOf(after)];
  const operations = union(olds, news).flatMap((subject) => {
    const [old, now] = [olds.get(subject), news.get(subject)];
    const place = { subject, at: "" };
    if (now === undefined) return [toChange("removed", "operation-removed", place, "removed")];
    if (old === undefined) return [toChange("added", "operation-added", place, "added")];
    return compareOperations({ ...scope, subject }, old, now);
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

const union = <T>(olds: ReadonlyMap<T, unknown>, news: ReadonlyMap<T, unknown>): T[] => [
  ...new Set([...olds.keys(), ...news.keys()]),
];

type OperationScope = Omit<Scope, "side">;

function compareOperations(scope: OperationScope, old: Json, now: Json): Change[] {
  const place = { subject: scope.subject, at: "" };
  return [
    ...(old.operationId === now.operationId
      ? []
      : [
          toChange(
            "changed",
            "operation-renamed",
            place,
            `called ${now.operationId} now, not ${old.operationId}`,
          ),
        ]),
    ...(old.deprecated !== true && now.deprecated === true
      ? [toChange("changed", "operation-deprecated", place, "deprecated now")]
      : []),
    ...compareParameters({ ...scope, side: "request" }, old, now),
    ...compareBodies({ ...scope, side: "request" }, old, now),
    ...compareResponses({ ...scope, side: "response" }, old, now),
  ];
}

function compareParameters(scope: Scope, old: Json, now: Json): Change[] {
  const [olds, news] = [parametersOf(scope.before, old), parametersOf(scope.after, now)];
  return union(olds, news).flatMap((at) => {
    const place = { subject: scope.subject, at };
    const [was, is] = [olds.get(at), news.get(at)];
    if (is === undefined) return [toChange("removed", "parameter-removed", place, "removed")];
    const required = is.required === true;
    if (was === undefined) {
      const rule = required ? "parameter-added-required" : "parameter-added";
      return [toChange("added", rule, place, required ? "added, required" : "added")];
    }
    return [
      ...(required === (was.required === true)
        ? []
        : [
            required
              ? toChange("changed", "parameter-now-required", place, "required now")
              : toChange("changed", "parameter-now-optional", place, "may be left out now"),
          ]),
      ...compareSchemas(scope, schemaOf(was), schemaOf(is), at),
    ];
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
  const [was, is] = [old.requestBody, now.requestBody].map((body) => body && asRecord(body));
  const place = { subject: scope.subject, at: "body" };
  if (!isRecord(was) && !isRecord(is)) return [];
  if (!isRecord(is)) return [toChange("removed", "body-removed", place, "removed")];
  const [before, after] = [resolve(scope.before, was), resolve(scope.after, is)];
  const required = after.required === true;
  if (!isRecord(was)) {
    const rule: Rule = required ? "body-added-required" : "body-added";
    return [toChange("added", rule, place, required ? "added, required" : "added")];
  }
  const need =
    required === (before.required === true)
      ? []
      : [
          required
            ? toChange("changed", "body-now-required", place, "required now")
            : toChange("changed", "body-now-optional", place, "may be left out now"),
        ];
  return [...need, ...compareContent(scope, before, after, "body")];
}

function compareContent(scope: Scope, old: Json, now: Json, at: string): Change[] {
  const [olds, news] = [contentsOf(old), contentsOf(now)];
  return union(olds, news).flatMap((type) => {
    const place = { subject: scope.subject, at };
    const [was, is] = [olds.get(type), news.get(type)];
    if (is === undefined)
      return [toChange("removed", `${scope.side}-content-removed`, place, `no ${type} now`)];
    if (was === undefined) return [toChange("added", `${scope.side}-content-added`, place, `${type} too`)];
    return compareSchemas(scope, asRecord(was).schema ?? {}, asRecord(is).schema ?? {}, at);
  });
}

/** Contents by their types, which have no case; what is said of the charset is no other type. */
function contentsOf({ content }: Json): Map<string, unknown> {
  return new Map(
    Object.entries(asRecord(content)).map(([type, described]) => [
      type.replace(/;.*/s, "").trim().toLowerCase(),
      described,
    ]),
  );
}

function compareResponses(scope: Scope, old: Json, now: Json): Change[] {
  const [olds, news] = [asRecord(old.responses), asRecord(now.responses)];
  return [...new Set([...Object.keys(olds), ...Object.keys(news)])].flatMap((status) => {
    const place = { subject: scope.subject, at: status };
    if (!Object.hasOwn(olds, status)) return [toChange("added", "response-status-added", place, "added")];
    if (!Object.hasOwn(news, status)) {
      const rule: Rule = status.startsWith("2") ? "response-success-removed" : "response-status-removed";
      return [toChange("removed", rule, place, "removed")];
    }
    const [was, is] = [resolve(scope.before, olds[status]), resolve(scope.after, news[status])];
    return [...compareHeaders(scope, was, is, status), ...compareContent(scope, was, is, status)];
  });
}

function compareHeaders(scope: Scope, old: Json, now: Json, status: string): Change[] {
  const [olds, news] = [headersOf(scope.before, old), headersOf(scope.after, now)];
  return union(olds, news).flatMap((name) => {
    const place = { subject: scope.subject, at: `${status} header ${name}` };
    const [was, is] = [olds.get(name), news.get(name)];
    if (is === undefined) return [toChange("removed", "response-header-removed", place, "removed")];
    if (was === undefined) return [toChange("added", "response-header-added", place, "added")];
    return compareSchemas(scope, schemaOf(was), schemaOf(is), place.at);
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
  const [olds, news] = [schemasOf(before), schemasOf(after)];
  const sides = [sidesOf(before), sidesOf(after)];
  return union(olds, news).flatMap((name) => {
    const place = { subject: name, at: "" };
    if (!news.has(name)) return [toChange("removed", "schema-removed", place, "removed")];
    if (!olds.has(name)) return [toChange("added", "schema-added", place, "added")];
    // what no operation names is the data of an event, which a server sends
    const travels = new Set(sides.flatMap((of) => [...(of.get(name) ?? [])]));
    const ways: Side[] = travels.size === 0 ? ["response"] : [...travels];
    return ways.flatMap((side) =>
      compareContents({ ...scope, side, subject: name }, olds.get(name), news.get(name), ""),
    );
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
