import { type ApiDocument, type Operation, operationsIn, readOwnDocument } from "../../src/cli/document.js";

export type { Operation };

const document = readOwnDocument();

/** The bundled document itself. */
export function readDocument(): ApiDocument {
  return document;
}

/** The document's operations by their ids. */
export function readOperations(): ReadonlyMap<string, Operation> {
  return new Map(operationsIn(document).map((operation) => [operation.id, operation]));
}
