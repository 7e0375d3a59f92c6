import { readFileSync } from "node:fs";

const document: Document = JSON.parse(
  readFileSync(new URL("../../generated/server-api.json", import.meta.url), "utf8"),
);

interface Document {
  paths: Record<string, Record<string, { operationId?: string; responses?: Record<string, unknown> }>>;
}

/** One operation of the bundled document. */
export interface Operation {
  id: string;
  method: string;
  path: string;
  /** The statuses that the document knows. */
  statuses: readonly string[];
}

/** The bundled document itself. */
export function readDocument(): object {
  return document;
}

/** The document's operations by their ids. */
export function readOperations(): ReadonlyMap<string, Operation> {
  const operations = new Map<string, Operation>();
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, { operationId, responses = {} }] of Object.entries(item)) {
      if (operationId === undefined) continue;
      const statuses = Object.keys(responses);
      operations.set(operationId, { id: operationId, method: method.toUpperCase(), path, statuses });
    }
  }
  return operations;
}
