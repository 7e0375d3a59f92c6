import { operationsIn } from "../document.js";
import { asList, asRecord, type Json, resolve } from "../json.js";

/** One operation of a document. */
export interface Operation {
  id: string;
  method: string;
  path: string;
  /** What it belongs to: `Threads`, `Runs`, … */
  tag: string;
  /** Its answers by their statuses: `200`, `4XX`, `default`. */
  responses: Json;
}

/** A document's operations by their ids. */
export function operationsOf(document: Json): Map<string, Operation> {
  const operations = operationsIn(document).map(({ method, path, described }) => {
    const { operationId, responses, tags } = described;
    const [tag = ""] = asList(tags).map(String);
    return { id: String(operationId), method, path, tag, responses: asRecord(responses) };
  });
  return new Map(operations.map((operation) => [operation.id, operation]));
}

/** Where in a document an answer's contents are described, and which content types there are. */
export function contentOf(
  document: Json,
  { path, method, responses }: Operation,
  status: number,
): { pointer: string[]; types: string[] } | undefined {
  const names = [String(status), `${String(status)[0]}XX`, "default"];
  const key = names.find((name) => Object.hasOwn(responses, name));
  if (key === undefined) return undefined;
  const { $ref: shared } = asRecord(responses[key]);
  const own = ["paths", path, method.toLowerCase(), "responses", key];
  const pointer = typeof shared === "string" ? shared.split("/").slice(1) : own;
  const types = Object.keys(asRecord(resolve(document, responses[key]).content));
  return { pointer: [...pointer, "content"], types };
}
