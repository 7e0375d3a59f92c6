import type { Ajv2020 } from "ajv/dist/2020.js";
import type { AnyValidateFunction } from "ajv/dist/types/index.js";
import { type Operation, operationsIn } from "../document.js";
import { asRecord, type Json, parseJson, resolve, toPascalCase } from "../json.js";

/** A response without its events. */
export interface WireResponse {
  status: number;
  /** Without parameters; empty when there is none. */
  contentType: string;
  text: string;
}

/** The contents of an operation's response, by media type; `undefined` when the status is not documented. */
export function contentOf(document: Json, { spec }: Operation, status: number): Json | undefined {
  const responses = asRecord(spec.responses);
  const keys = [String(status), `${String(status)[0]}XX`, "default"];
  const key = keys.find((name) => Object.hasOwn(responses, name));
  return key === undefined ? undefined : asRecord(resolve(document, responses[key]).content);
}

/** Validates responses and events against a document. Each method returns the violations. */
export class DocumentValidator {
  /** The document's operations by id. */
  readonly operations: ReadonlyMap<string, Operation>;
  readonly #document: Json;
  readonly #schemas: Json;
  readonly #ajv: Ajv2020;
  readonly #compiled = new Map<unknown, AnyValidateFunction>();

  /** @param Ajv - the class of the optional peer */
  constructor(document: Json, Ajv: typeof Ajv2020) {
    this.operations = new Map(operationsIn(document).map((operation) => [operation.id, operation]));
    this.#document = document;
    this.#schemas = asRecord(asRecord(document.components).schemas);
    this.#ajv = new Ajv({ strict: false, validateFormats: false });
  }

  /** Checks an event of a run's stream; the schema of `state_update` is `StateUpdateEventData`. */
  checkRunEvent(event: string, data: unknown): string[] {
    // `values|child:uuid` is an event of a subgraph; `messages` has the data of the mode messages-tuple
    const mode = event.replace(/\|.*/s, "").replace(/^messages$/, "messages-tuple");
    return this.#checkEvent(`event ${event}`, [`${toPascalCase(mode)}EventData`], data);
  }

  /** Checks an event of the thread protocol. */
  checkProtocolEvent(method: string, event: unknown): string[] {
    const word = toPascalCase(method);
    const names = [`Protocol${word}Data`, `${word}EventData`, `${word}Data`];
    const { data } = asRecord(asRecord(event).params);
    return [
      ...this.#checkEvent(`event ${method}`, ["ProtocolEvent"], event),
      ...this.#checkEvent(`data of event ${method}`, names, data),
    ];
  }

  /** Checks the status, content type and body of a response; for a stream, the first two. */
  checkResponse(operation: Operation, { status, contentType, text }: WireResponse): string[] {
    const content = contentOf(this.#document, operation, status);
    if (content === undefined) return [`status ${status} is not documented`];
    const types = Object.keys(content);
    const type = contentType === "" ? "text/plain" : contentType; // Python omits it for some texts
    if (types.length === 0 || (type === "text/event-stream" && types.includes(type))) return [];
    if (!types.includes(type))
      return [`content type "${type}" of ${status} is not documented: ${types.join(", ")}`];
    const body = parseJson(text);
    if (type !== "application/json" && (body === undefined || status >= 300)) return []; // else it is JSON sent as text
    if (body === undefined) return ["response.body is not JSON"];
    return this.#check("response.body", asRecord(content["application/json"]).schema, body);
  }

  /** Checks data against the first of these schemas that the document has. */
  #checkEvent(place: string, names: readonly string[], data: unknown): string[] {
    const name = names.find((one) => Object.hasOwn(this.#schemas, one));
    if (name === undefined) return [`${place}: the document has no schema for it`];
    return this.#check(`${place}: ${name}`, this.#schemas[name], data);
  }

  #check(place: string, schema: unknown, data: unknown): string[] {
    let validate = this.#compiled.get(schema);
    if (validate === undefined) {
      // includes the components, so that references resolve
      validate = this.#ajv.compile({ ...asRecord(schema), components: this.#document.components });
      this.#compiled.set(schema, validate);
    }
    if (validate(data)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message = "" }) => `${place}${instancePath} ${message}`,
    );
  }
}
