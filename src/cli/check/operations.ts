import type { ApiDocument } from "../document.js";
import { asRecord, resolve } from "../json.js";

/** One operation of a document. */
export interface Operation {
  id: string;
  method: string;
  path: string;
  /** What it belongs to: `Threads`, `Runs`, … */
  tag: string;
  /** The statuses that the document knows. */
  statuses: readonly string[];
}

const METHODS = new Set(["get", "put", "post", "delete", "options", "head", "patch", "trace"]);

/** A document's operations by their ids. */
export function operationsOf(document: ApiDocument): Map<string, Operation> {
  const operations = new Map<string, Operation>();
  for (const [path, item] of Object.entries(asRecord(document.paths))) {
    for (const [method, operation] of Object.entries(asRecord(item))) {
      const { operationId, responses, tags } = asRecord(operation);
      if (!METHODS.has(method) || typeof operationId !== "string") continue;
      const statuses = Object.keys(asRecord(responses));
      const tag = Array.isArray(tags) ? String(tags[0]) : "";
      operations.set(operationId, { id: operationId, method: method.toUpperCase(), path, tag, statuses });
    }
  }
  return operations;
}

/** Where in a document an answer's contents are described, and which content types there are. */
export function contentOf(
  document: ApiDocument,
  { path, method }: Operation,
  status: number,
): { pointer: string[]; types: string[] } | undefined {
  const responses = asRecord(
    asRecord(asRecord(asRecord(document.paths)[path])[method.toLowerCase()]).responses,
  );
  const key = [String(status), `${String(status)[0]}XX`, "default"].find((name) =>
    Object.hasOwn(responses, name),
  );
  if (key === undefined) return undefined;
  const response = asRecord(responses[key]);
  const shared = typeof response.$ref === "string" ? response.$ref.split("/").slice(1) : undefined;
  const pointer = shared ?? ["paths", path, method.toLowerCase(), "responses", key];
  const types = Object.keys(asRecord(resolve(document, response).content));
  return { pointer: [...pointer, "content"], types };
}
