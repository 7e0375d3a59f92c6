import { isRecord } from "../../util/record.js";
import { operationsIn } from "../document.js";
import { asList, asRecord, type Json, lastSegment, reached, resolve } from "../json.js";
import {
  type Change,
  compareNeed,
  DECISIVE_FIELDS,
  type Rule,
  type Side,
  toAddition,
  toChange,
} from "./rules.js";
import { compareContents, compareSchemas, type Scope } from "./schemas.js";
import { flatten } from "./variants.js";

/** What changed from one Server API document to another, operations first, then the schemas that they share. */
export function compareDocuments(before: Json, after: Json): Change[] {
  const decisive = new Set([before, after].flatMap(decisivePlaces));
  const scope = { before, after, open: [], decisive };
  const changes = [...compareAllOperations(scope), ...compareComponents(scope)];
  // a form that two content types share is told once
  return [...new Map(changes.map((change) => [JSON.stringify(change), change])).values()];
}

type DocumentScope = Omit<Scope, "side" | "subject">;

/** The fields by whose values the client decides, and the named schemas that list those. */
function decisivePlaces(document: Json): string[] {
  return DECISIVE_FIELDS.flatMap((field) => {
    const [schema = "", name = ""] = field.split(".");
    const { properties } = flatten(document, { $ref: `#/components/schemas/${schema}` });
    return [field, ...[...reached(document, asRecord(properties)[name]).keys()].map(lastSegment)];
  });
}

/** The names of two maps, each with what it stands for in either. */
function pairsOf<T>(olds: ReadonlyMap<string, T>, news: ReadonlyMap<string, T>) {
  return [...new Set([...olds.keys(), ...news.keys()])].map(
    (name) => [name, olds.get(name), news.get(name)] as const,
  );
}

/** The operations by `METHOD /path`: that is what a call names. */
const operationsOf = (document: Json): Map<string, Json> =>
  new Map(operationsIn(document).map(({ method, path, described }) => [`${method} ${path}`, described]));

function compareAllOperations(scope: DocumentScope): Change[] {
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

/** A part of an operation, which may come and go. */
interface Part {
  what: "parameter" | "body" | "response-status" | "response-success" | "response-header" | `${Side}-content`;
  side: Side;
  at: string;
  /** The part that it belongs to, by its key: when that comes or goes, nothing is said of this one. */
  within?: string;
  required?: unknown;
  /** Of a content. */
  type?: string;
  schema?: unknown;
}

function compareParts(
  scope: Omit<Scope, "side">,
  olds: ReadonlyMap<string, Part>,
  news: ReadonlyMap<string, Part>,
): Change[] {
  return pairsOf(olds, news).flatMap(([, was, is]) => {
    const part = is ?? was;
    if (part === undefined) return [];
    const { what, at, side, within, type } = part;
    const place = { subject: scope.subject, at };
    const canNeed = what === "parameter" || what === "body";
    if (was !== undefined && is !== undefined) {
      return [
        ...(canNeed ? compareNeed(what, place, was.required === true, is.required === true) : []),
        ...compareSchemas({ ...scope, side }, was.schema, is.schema, at),
      ];
    }
    if (within !== undefined && !(olds.has(within) && news.has(within))) return [];
    if (was !== undefined) return [toChange(`${what}-removed`, place, type ? `no ${type} now` : "removed")];
    if (canNeed) return [toAddition(what, place, part.required === true)];
    const rule: Rule = what === "response-success" ? "response-status-added" : `${what}-added`;
    return [toChange(rule, place, type ? `${type} too` : "added")];
  });
}

/** Everything that an operation takes and gives, by a key each. */
function partsOf(document: Json, operation: Json): Map<string, Part> {
  const parts: Part[] = asList(operation.parameters).map((entry) => {
    const { in: where, name, required, ...value } = resolve(document, entry);
    const at = `${where} ${where === "header" ? String(name).toLowerCase() : name}`;
    return { what: "parameter", side: "request", at, required, schema: schemaOf(value) };
  });
  if (isRecord(operation.requestBody)) {
    const { required, content } = resolve(document, operation.requestBody);
    parts.push(
      { what: "body", side: "request", at: "body", required },
      ...contentsOf("request", "body", content),
    );
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
  // an operation's own parameters come last, and stand over those of its path
  return new Map(parts.map((part) => [[part.at, part.type].filter(Boolean).join(" as "), part]));
}

/** Contents by their types, which have no case; what is said of the charset is no other type. */
function contentsOf(side: Side, at: string, content: unknown): Part[] {
  return Object.entries(asRecord(content)).map(([name, described]) => {
    const type = name.replace(/;.*/s, "").trim().toLowerCase();
    return { what: `${side}-content`, side, at, within: at, type, schema: asRecord(described).schema };
  });
}

/** What a parameter or header holds: described by a schema, or by the one content type that it is of. */
function schemaOf({ schema, content }: Json): unknown {
  const [described] = Object.values(asRecord(content));
  return schema ?? asRecord(described).schema;
}

/** The schemas that have a name: each once for every way in which its values travel. */
function compareComponents(scope: DocumentScope): Change[] {
  const schemasOf = ({ components }: Json) => new Map(Object.entries(asRecord(asRecord(components).schemas)));
  const travelling = { request: new Set<string>(), response: new Set<string>() };
  for (const document of [scope.before, scope.after]) {
    for (const { parameters, requestBody, responses } of operationsOf(document).values()) {
      for (const ref of reached(document, [parameters, requestBody]).keys()) travelling.request.add(ref);
      for (const ref of reached(document, responses).keys()) travelling.response.add(ref);
    }
  }
  return pairsOf(schemasOf(scope.before), schemasOf(scope.after)).flatMap(([subject, old, now]) => {
    if (now === undefined) return [toChange("schema-removed", { subject, at: "" }, "removed")];
    if (old === undefined) return [toChange("schema-added", { subject, at: "" }, "added")];
    const ways = (["request", "response"] as const).filter((side) =>
      travelling[side].has(`#/components/schemas/${subject}`),
    );
    // what no operation names is the data of an event, which a server sends
    const sides: Side[] = ways.length === 0 ? ["response"] : ways;
    return sides.flatMap((side) => compareContents({ ...scope, side, subject }, old, now, ""));
  });
}
