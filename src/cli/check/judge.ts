import type { Ajv2020 } from "ajv/dist/2020.js";
import type { AnyValidateFunction } from "ajv/dist/types/index.js";
import type { ApiDocument } from "../document.js";
import { asRecord, toPascalCase } from "../json.js";
import { contentOf, type Operation, operationsOf } from "./operations.js";

/** An answer, read to its end. */
export interface Answer {
  status: number;
  /** Without parameters; empty when there is none. */
  contentType: string;
  text: string;
}

/** Holds what a server sends against a document. Each check gives what is wrong; nothing, when nothing is. */
export class Judge {
  /** The document's operations by their ids. */
  readonly operations: ReadonlyMap<string, Operation>;
  readonly #document: ApiDocument;
  readonly #ajv: Ajv2020;

  /** @param Ajv - the class, which is loaded only where it is needed */
  constructor(document: ApiDocument, Ajv: typeof Ajv2020) {
    this.operations = operationsOf(document);
    this.#document = document;
    this.#ajv = new Ajv({ strict: false, validateFormats: false });
    this.#ajv.addSchema(document, "api");
  }

  /** An event of a run's stream. Its data has the schema that is named after its mode: `StateUpdateEventData`. */
  checkRunEvent(event: string, data: unknown): string[] {
    // `values|child:uuid` is an event of a subgraph; `messages` comes in two forms, one of which says so in its name
    const mode = event.replace(/\|.*/s, "").replace(/^messages$/, "messages-tuple");
    return this.#checkNamed(`event ${event}`, [`${toPascalCase(mode)}EventData`], data);
  }

  /** An event of the thread-centric protocol. */
  checkProtocolEvent(method: string, envelope: unknown): string[] {
    const word = toPascalCase(method);
    const names = [`Protocol${word}Data`, `${word}EventData`, `${word}Data`];
    const { data } = asRecord(asRecord(envelope).params);
    return [
      ...this.#checkNamed(`event ${method}`, ["ProtocolEvent"], envelope),
      ...this.#checkNamed(`data of event ${method}`, names, data),
    ];
  }

  /** A whole answer: its status, its content type and its body. Of a stream only the first two. */
  checkAnswer(operation: Operation, answer: Answer): string[] {
    const { status, text } = answer;
    // Python names no content type with some texts, and with none.
    const contentType = answer.contentType === "" ? "text/plain" : answer.contentType;
    const content = contentOf(this.#document, operation, status);
    if (content === undefined) return [`status ${status} is not documented`];
    const { pointer, types } = content;
    if (types.length === 0) return []; // the document does not say what it holds
    if (!types.includes(contentType)) {
      return [`content type "${contentType}" of ${status} is not documented: ${types.join(", ")}`];
    }
    if (contentType === "text/event-stream") return [];
    if (contentType !== "application/json") return this.checkTextBody(operation, status, parsed(text));
    const body = parsed(text);
    return body === undefined ? ["response.body is no JSON"] : this.#checkAt([...pointer, contentType], body);
  }

  /** A successful answer, where it is JSON that was sent as plain text. */
  checkTextBody(operation: Operation, status: number, body: unknown): string[] {
    const content = contentOf(this.#document, operation, status);
    if (status >= 300 || body === undefined || !content?.types.includes("application/json")) return [];
    return this.#checkAt([...content.pointer, "application/json"], body);
  }

  #checkAt(pointer: readonly string[], body: unknown): string[] {
    const path = [...pointer, "schema"].map((key) => key.replaceAll("~", "~0").replaceAll("/", "~1"));
    const validate = this.#ajv.getSchema(`api#/${path.map(encodeURIComponent).join("/")}`);
    return validate === undefined ? [] : check("response.body", validate, body);
  }

  /** Data with the first of these schemas that the document has. */
  #checkNamed(place: string, names: readonly string[], data: unknown): string[] {
    for (const name of names) {
      const validate = this.#ajv.getSchema(`api#/components/schemas/${name}`);
      if (validate !== undefined) return check(`${place}: ${name}`, validate, data);
    }
    return [`${place}: the document has no schema for it`];
  }
}

function check(place: string, validate: AnyValidateFunction, data: unknown): string[] {
  if (validate(data)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${place}${instancePath} ${message ?? ""}`,
  );
}

/** The JSON in a text; `undefined` when it is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
