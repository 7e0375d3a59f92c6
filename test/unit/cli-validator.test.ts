import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { DocumentValidator } from "../../src/cli/check/validator.js";
import { readOwnDocument } from "../../src/cli/document.js";
import { PROTOCOL_EVENTS, RUN_EVENTS } from "../support/event-schemas.js";

const text = { type: "string" };
const json = (schema: object) => ({ "application/json": { schema } });

const document = {
  openapi: "3.1.0",
  paths: {
    "/things/{id}": {
      parameters: [],
      get: {
        operationId: "getThing",
        tags: ["Things"],
        responses: {
          200: { content: { ...json({ type: "array", items: text }), "text/plain": { schema: text } } },
          204: { description: "gone" },
          404: { $ref: "#/components/responses/NotFound" },
          "5XX": { content: { "text/plain": { schema: text } } },
        },
      },
    },
  },
  components: {
    responses: { NotFound: { content: json({ $ref: "#/components/schemas/Problem" }) } },
    schemas: { Problem: { type: "object", required: ["detail"], properties: { detail: text } } },
  },
};

const validator = new DocumentValidator(document, Ajv2020);
const operation = validator.operations.get("getThing");
if (operation === undefined) throw new Error("the document has no getThing");
const check = (status: number, contentType: string, body: string) =>
  validator.checkResponse(operation, { status, contentType, text: body });

describe("an answer", () => {
  test.each([
    ["as described", 200, "application/json", '["a"]'],
    ["JSON that is sent as text", 200, "text/plain", '\n\n["a"]'],
    ["text that is not JSON", 200, "text/plain", "a"],
    ["text without a content type", 200, "", "a"],
    ["without a body", 204, "", ""],
    ["described elsewhere", 404, "application/json", '{"detail":"none"}'],
    ["described for its class", 503, "text/plain", "later"],
  ])("%s has nothing against it", (_, status, contentType, body) => {
    expect(check(status, contentType, body)).toEqual([]);
  });

  test.each([
    ["of another status", 201, "application/json", "[]", "status 201 is not documented"],
    [
      "of another type",
      200,
      "text/html",
      "",
      'content type "text/html" of 200 is not documented: application/json, text/plain',
    ],
    ["that is not JSON", 200, "application/json", "[", "response.body is not JSON"],
    ["of another shape", 200, "application/json", '["a",1]', "response.body/1 must be string"],
    ["of another shape, sent as text", 200, "text/plain", "[1]", "response.body/0 must be string"],
    [
      "of another shape than what is described elsewhere",
      404,
      "application/json",
      "{}",
      "response.body must have required property 'detail'",
    ],
  ])("%s is found out", (_, status, contentType, body, said) => {
    expect(check(status, contentType, body)).toEqual([said]);
  });
});

describe("the document has a schema for each event", () => {
  const own = new DocumentValidator(readOwnDocument(), Ajv2020);
  const without = "the document has no schema for it";

  test.each(RUN_EVENTS)("%s of a run", (event) => {
    expect(own.checkRunEvent(event, 5).join()).not.toContain(without);
    expect(own.checkRunEvent(`${event}|child:1`, 5).join()).not.toContain(without);
  });

  test.each(PROTOCOL_EVENTS)("%s of a thread", (method) => {
    expect(own.checkProtocolEvent(method, {}).join()).not.toContain(without);
  });

  test("and none for another", () => {
    expect(own.checkRunEvent("unheard-of", {})).toEqual([`event unheard-of: ${without}`]);
  });
});
