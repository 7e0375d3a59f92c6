import { type Operation, operationsOf } from "../../src/cli/check/operations.js";
import { type ApiDocument, readOwnDocument } from "../../src/cli/document.js";

export type { Operation };

const document = readOwnDocument();

/** The bundled document itself. */
export function readDocument(): ApiDocument {
  return document;
}

/** The document's operations by their ids. */
export function readOperations(): ReadonlyMap<string, Operation> {
  return operationsOf(document);
}
