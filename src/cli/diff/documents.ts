import { isRecord } from "../../util/record.js";
import { operationsIn } from "../document.js";
import { asList, asRecord, type Json, lastSegment, reachableRefs, resolve } from "../json.js";
import { type Change, compareRequired, DECISIVE_FIELDS, type Rule, type Side, toChange } from "./rules.js";
import { compareContents, compareSchemas, type Scope } from "./schemas.js";
import { flatten } from "./variants.js";

/** All changes from one Server API document to another: of the operations, then of the named schemas. */
export function compareDocuments(before: Json, after: Json): Change[] {
  const decisive = new Set([before, after].flatMap(decisivePlaces));
  const scope = { before, after, open: [], decisive, at: "" };
  const changes = [...compareOperations(scope), ...compareComponents(scope)];
  // content types of one body often share a schema
  return [...new Map(changes.map((change) => [JSON.stringify(change), change])).values()];
}

type DocumentScope = Omit<Scope, "side" | "subject">;

/** The decisive fields, and the named schemas that their values are listed in. */
function decisivePlaces(document: Json): string[] {
  return DECISIVE_FIELDS.flatMap((field) => {
    const [schema = "", name = ""] = field.split(".");
    const { properties } = flatten(document, { $ref: `#/components/schemas/${schema}` });
    return [field, ...[...reachableRefs(document, asRecord(properties)[name]).keys()].map(lastSegment)];
  });
}

/** The keys of two maps, each with its values in both. */
function pairsOf<T>(olds: ReadonlyMap<string, T>, news: ReadonlyMap<string, T>) {
  const names = new Set([...olds.keys(), ...news.keys()]);
  return [...names].map((name) => [name, olds.get(name), news.get(name)] as const);
}

const operationsOf = (document: Json): Map<string, Json> =>
  new Map(operationsIn(document).map(({ method, path, spec }) => [`${method} ${path}`, spec]));

function compareOperations(scope: DocumentScope): Change[] {
  return pairsOf(operationsOf(scope.before), operationsOf(scope.after)).flatMap(([subject, old, now]) => {
    const place = { subject, at: "" };
    if (now === undefined) return [toChange("operation-removed", place, "removed")];
    if (old === undefined) return [toChange("operation-added", place, "added")];
    const isRenamed = old.operationId !== now.operationId;
    const isDeprecated = old.deprecated !== true && now.deprecated === true;
    const name = `called ${now.operationId} now, not ${old.operationId}`;
    return [
      ...(isRenamed ? [toChange("operation-renamed", place, name)] : []),
      ...(isDeprecated ? [toChange("operation-deprecated", place, "deprecated now")] : []),
      ...compareParts({ ...scope, subject }, partsOf(scope.before, old), partsOf(scope.after, now)),
    ];
  });
}

/** A parameter, body, response, header or content of an operation. */
interface Part {
  what: "parameter" | "body" | "response-status" | "response-success" | "response-header" | `${Side}-content`;
  side: Side;
  at: string;
  /** The key of the enclosing part: if that is added or removed, this part is not reported too. */
  within?: string;
  /** Of a parameter or body. */
  required?: boolean;
  /** The media type of a content. */
  type?: string;
  schema?: unknown;
}

function compareParts(
  operation: Omit<Scope, "side">,
  olds: ReadonlyMap<string, Part>,
  news: ReadonlyMap<string, Part>,
): Change[] {
  return pairsOf(olds, news).flatMap(([, was, is]) => {
    const part = is ?? was;
    if (part === undefined) return [];
    const { what, at, side, within, type } = part;
    const scope = { ...operation, at, side };
    const isRequirable = what === "parameter" || what === "body";
    const own = isRequirable ? compareRequired(what, scope, was?.required, is?.required) : [];
    if (was !== undefined && is !== undefined)
      return [...own, ...compareSchemas(scope, was.schema, is.schema)];
    if (isRequirable) return own;
    if (within !== undefined && !(olds.has(within) && news.has(within))) return [];
    if (was !== undefined) return [toChange(`${what}-removed`, scope, type ? `no ${type} now` : "removed")];
    const rule: Rule = what === "response-success" ? "response-status-added" : `${what}-added`;
    return [toChange(rule, scope, type ? `${type} too` : "added")];
  });
}

/** All parts of an operation, each by a key. */
function partsOf(document: Json, operation: Json): Map<string, Part> {
  const parts: Part[] = asList(operation.parameters).map((entry) => {
    const { in: where, name, required, ...value } = resolve(document, entry);
    const at = `${where} ${where === "header" ? String(name).toLowerCase() : name}`;
    return { what: "parameter", side: "request", at, required: required === true, schema: schemaOf(value) };
  });
  if (isRecord(operation.requestBody)) {
    const { required, content } = resolve(document, operation.requestBody);
    parts.push({ what: "body", side: "request", at: "body", required: required === true });
    parts.push(...contentsOf("request", "body", content));
  }
  for (const [status, response] of Object.entries(asRecord(operation.responses))) {
    const { headers, content } = resolve(document, response);
    const what = status.startsWith("2") ? "response-success" : "response-status";
    parts.push({ what, side: "response", at: status });
    for (const [name, header] of Object.entries(asRecord(headers))) {
      const at = `${status} header ${name.toLowerCase()}`;
      const schema = schemaOf(resolve(document, header));
      parts.push({ what: "response-header", side: "response", at, within: status, schema });
    }
    parts.push(...contentsOf("response", status, content));
  }
  // an operation's own parameters come last, so that they replace those of its path
  return new Map(parts.map((part) => [[part.at, part.type].filter(Boolean).join(" as "), part]));
}

/** Contents by media type, without case and charset. */
function contentsOf(side: Side, at: string, content: unknown): Part[] {
  return Object.entries(asRecord(content)).map(([name, media]) => {
    const type = name.replace(/;.*/s, "").trim().toLowerCase();
    return { what: `${side}-content`, side, at, within: at, type, schema: asRecord(media).schema };
  });
}

/** The schema of a parameter or header, which may be in its only content. */
function schemaOf({ schema, content }: Json): unknown {
  const [first] = Object.values(asRecord(content));
  return schema ?? asRecord(first).schema;
}

/** The named schemas: each is compared for requests, responses or both, as operations use it. */
function compareComponents(scope: DocumentScope): Change[] {
  const schemasOf = ({ components }: Json) => new Map(Object.entries(asRecord(asRecord(components).schemas)));
  const used: Record<Side, Set<string>> = { request: new Set(), response: new Set() };
  for (const document of [scope.before, scope.after]) {
    for (const { parameters, requestBody, responses } of operationsOf(document).values()) {
      for (const ref of reachableRefs(document, [parameters, requestBody]).keys()) used.request.add(ref);
      for (const ref of reachableRefs(document, responses).keys()) used.response.add(ref);
    }
  }
  return pairsOf(schemasOf(scope.before), schemasOf(scope.after)).flatMap(([subject, old, now]) => {
    if (now === undefined) return [toChange("schema-removed", { subject, at: "" }, "removed")];
    if (old === undefined) return [toChange("schema-added", { subject, at: "" }, "added")];
    const sides = (["request", "response"] as const).filter((side) =>
      used[side].has(`#/components/schemas/${subject}`),
    );
    if (sides.length === 0) sides.push("response"); // the schema of an event's data, which no operation refers to
    return sides.flatMap((side) => compareContents({ ...scope, side, subject }, old, now));
  });
}
