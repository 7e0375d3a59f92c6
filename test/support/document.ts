import { type Operation, operationsIn, readOwnDocument } from "../../src/cli/document.js";
import type { Json } from "../../src/cli/json.js";

export type { Operation };

const document = readOwnDocument();

/** The bundled document itself. */
export function readDocument(): Json {
  return document;
}

/** The document's operations by their ids. */
export function readOperations(): ReadonlyMap<string, Operation> {
  return new Map(operationsIn(document).map((operation) => [operation.id, operation]));
}
