import { type Operation, readDocument, readOperations } from "../support/document.js";
import { isRecord } from "../support/event-schemas.js";

const operations = [...readOperations().values()].map((operation) => ({
  operation,
  segments: operation.path.split("/"),
}));

/** The operation that a request is for. Where several fit, a written segment counts more than a parameter. */
export function findOperation(method: string, pathname: string): Operation | undefined {
  const segments = pathname.split("/");
  const fitting = operations.filter(
    ({ operation, segments: template }) =>
      operation.method === method &&
      template.length === segments.length &&
      template.every((part, at) => part.startsWith("{") || part === segments[at]),
  );
  const parameters = (template: string[]) => template.filter((part) => part.startsWith("{")).length;
  fitting.sort((one, other) => parameters(one.segments) - parameters(other.segments));
  return fitting[0]?.operation;
}

/** Whether a successful answer of the operation has an example of this name. */
export function hasExample(operation: Operation, name: string): boolean {
  const responses = record(describe(operation).responses);
  return Object.entries(responses).some(
    ([status, response]) =>
      status.startsWith("2") &&
      Object.values(record(record(resolve(response)).content)).some((media) =>
        Object.hasOwn(record(record(media).examples), name),
      ),
  );
}

/** The fields of a JSON body that the document does not know; servers would pass over them without a word. */
export function foreignFields(operation: Operation, body: unknown): string[] {
  if (typeof body !== "string") return [];
  const content = record(record(describe(operation).requestBody).content);
  const known = propertiesOf(record(content["application/json"]).schema);
  const sent: unknown = JSON.parse(body);
  return [sent]
    .flat()
    .flatMap((part) => Object.keys(record(part)))
    .filter((field) => !known.has(field));
}

function propertiesOf(schema: unknown): ReadonlySet<string> {
  const { properties, items, allOf } = record(resolve(schema));
  const parts = [allOf ?? [], items ?? []].flat();
  return new Set([...Object.keys(record(properties)), ...parts.flatMap((part) => [...propertiesOf(part)])]);
}

function describe({ method, path }: Operation): Record<string, unknown> {
  const { paths } = record(readDocument());
  return record(record(record(paths)[path])[method.toLowerCase()]);
}

function resolve(value: unknown): unknown {
  const { $ref } = record(value);
  if (typeof $ref !== "string") return value;
  const segments = $ref.split("/").slice(1);
  return resolve(segments.reduce<unknown>((at, segment) => record(at)[segment], readDocument()));
}

const record = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {});
