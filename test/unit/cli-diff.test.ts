import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { compareDocuments } from "../../src/cli/diff/documents.js";
import { DECISIVE_FIELDS, RULES, type Rule } from "../../src/cli/diff/rules.js";
import { isRecord } from "../../src/util/record.js";

const own = new URL("../../generated/server-api.json", import.meta.url);

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: object) => ({ "application/json": { schema } });

/** A small document in which every kind of change can be made. */
function makeDocument() {
  return {
    openapi: "3.1.0",
    info: { title: "Small", version: "1" },
    paths: {
      "/things": {
        parameters: [{ $ref: "#/components/parameters/Tenant" }],
        post: {
          operationId: "makeThing",
          parameters: [
            { in: "query", name: "limit", schema: { type: "integer", default: 10, maximum: 100 } },
          ],
          requestBody: { required: true, content: json(ref("Thing")) },
          responses: {
            "200": { description: "", headers: { Location: {} }, content: json(ref("Thing")) },
            "404": { description: "" },
          },
        },
        delete: { operationId: "deleteThings", responses: { "204": { description: "" } } },
      },
    } as Record<string, unknown>,
    components: {
      parameters: { Tenant: { in: "header", name: "X-Tenant", schema: { type: "string" } } },
      schemas: {
        Thing: {
          type: "object",
          required: ["name"],
          properties: {
            name: { type: "string", minLength: 1 },
            size: { type: ["integer", "null"] },
            colour: { enum: ["red", "blue"] },
            parts: { type: "array", items: ref("Thing") },
          },
        },
        Run: { type: "object", properties: { status: { enum: ["running", "success"] } } },
        Other: { type: "string" },
      } as Record<string, unknown>,
    },
  };
}

type Edit = (document: Record<string, unknown>) => void;

/** What lies in a document under a path of keys. */
function at(document: unknown, path: string): Record<string, unknown> {
  let found: unknown = document;
  for (const key of path.split(" "))
    found = isRecord(found) || Array.isArray(found) ? Reflect.get(found, key) : undefined;
  if (!isRecord(found) && !Array.isArray(found)) throw new Error(`nothing at ${path}`);
  return found as Record<string, unknown>;
}

const set =
  (path: string, key: string, value: unknown): Edit =>
  (document) => {
    at(document, path)[key] = value;
  };
const remove =
  (path: string, key: string): Edit =>
  (document) => {
    delete at(document, path)[key];
  };

const POST = "paths /things post";
const THING = "components schemas Thing";
const FIELDS = `${THING} properties`;

type Case = [edit: Edit, subject: string, at: string, message: string];

/** An edit whose change is told of `POST /things`, of `DELETE /things`, or of the schema `Thing`. */
const post = (edit: Edit, place: string, message: string): Case => [edit, "POST /things", place, message];
const del = (edit: Edit, place: string, message: string): Case => [edit, "DELETE /things", place, message];
const thing = (edit: Edit, place: string, message: string): Case => [edit, "Thing", place, message];

const addParameter = (more: object) => set(`${POST} parameters`, "1", { in: "query", name: "a", ...more });
const addBody = (more: object) => set("paths /things delete", "requestBody", { content: {}, ...more });
const setTenant = (required: boolean) => set("components parameters Tenant", "required", required);
const setBody = (required: boolean) => set(`${POST} requestBody`, "required", required);
const setLimit = (key: string, value: unknown) => set(`${POST} parameters 0 schema`, key, value);
const setSize = (...types: string[]) => set(`${FIELDS} size`, "type", types);
const setColour = (...values: string[]) => set(`${FIELDS} colour`, "enum", values);
const setRequired = (...names: string[]) => set(THING, "required", names);
const addField = set(FIELDS, "extra", {});
const ANSWERS = `${POST} responses`;

/** For each rule an edit that it is about, and what the change is said to be. */
const cases: Record<Rule, Case> = {
  "operation-added": [set("paths", "/new", { get: { responses: {} } }), "GET /new", "", "added"],
  "operation-removed": del(remove("paths /things", "delete"), "", "removed"),
  "operation-renamed": post(set(POST, "operationId", "x"), "", "called x now, not makeThing"),
  "operation-deprecated": post(set(POST, "deprecated", true), "", "deprecated now"),
  "parameter-added": post(addParameter({}), "query a", "added"),
  "parameter-added-required": post(addParameter({ required: true }), "query a", "added, required"),
  "parameter-removed": post(set(POST, "parameters", []), "query limit", "removed"),
  "parameter-now-required": post(setTenant(true), "header x-tenant", "required now"),
  "parameter-now-optional": post(setTenant(false), "header x-tenant", "optional now"),
  "body-added": del(addBody({}), "body", "added"),
  "body-added-required": del(addBody({ required: true }), "body", "added, required"),
  "body-removed": post(remove(POST, "requestBody"), "body", "removed"),
  "body-now-required": post(setBody(true), "body", "required now"),
  "body-now-optional": post(setBody(false), "body", "optional now"),
  "request-content-added": post(
    set(`${POST} requestBody content`, "text/plain", {}),
    "body",
    "text/plain too",
  ),
  "request-content-removed": post(
    set(`${POST} requestBody`, "content", {}),
    "body",
    "no application/json now",
  ),
  "request-field-added": thing(addField, ".extra", "added"),
  "request-field-added-required": thing(
    (document) => {
      addField(document);
      setRequired("name", "extra")(document);
    },
    ".extra",
    "added, required",
  ),
  "request-field-removed": thing(remove(FIELDS, "size"), ".size", "removed"),
  "request-field-now-required": thing(setRequired("name", "size"), ".size", "required now"),
  "request-field-now-optional": thing(remove(THING, "required"), ".name", "optional now"),
  "request-type-narrowed": thing(setSize("integer"), ".size", "no longer null"),
  "request-type-widened": thing(setSize("integer", "null", "string"), ".size", "may be string too"),
  "request-value-removed": thing(setColour("red"), ".colour", 'no longer "blue"'),
  "request-value-added": thing(setColour("red", "blue", "green"), ".colour", 'may be "green" too'),
  "request-limit-tightened": post(setLimit("maximum", 50), "query limit", "maximum 100 → 50"),
  "request-limit-loosened": thing(remove(`${FIELDS} name`, "minLength"), ".name", "minLength 1 → none"),
  "request-closed": thing(set(THING, "additionalProperties", false), "", "no further fields allowed now"),
  "request-opened": thing(set(THING, "additionalProperties", true), "", "further fields allowed now"),
  "default-changed": post(setLimit("default", 20), "query limit", "default 10 → 20"),
  "response-status-added": post(set(ANSWERS, "409", {}), "409", "added"),
  "response-status-removed": post(remove(ANSWERS, "404"), "404", "removed"),
  "response-success-removed": post(remove(ANSWERS, "200"), "200", "removed"),
  "response-content-added": post(set(`${ANSWERS} 200 content`, "text/plain", {}), "200", "text/plain too"),
  "response-content-removed": post(set(`${ANSWERS} 200`, "content", {}), "200", "no application/json now"),
  "response-header-added": post(set(`${ANSWERS} 200 headers`, "ETag", {}), "200 header etag", "added"),
  "response-header-removed": post(remove(`${ANSWERS} 200`, "headers"), "200 header location", "removed"),
  "response-field-added": thing(addField, ".extra", "added"),
  "response-field-removed": thing(remove(FIELDS, "size"), ".size", "removed"),
  "response-field-now-optional": thing(remove(THING, "required"), ".name", "optional now"),
  "response-field-now-required": thing(setRequired("name", "size"), ".size", "required now"),
  "response-type-widened": thing(
    set(`${FIELDS} name`, "type", ["string", "null"]),
    ".name",
    "may be null too",
  ),
  "response-type-narrowed": thing(setSize("integer"), ".size", "no longer null"),
  "response-value-added": thing(setColour("red", "blue", "green"), ".colour", 'may be "green" too'),
  "response-value-added-decisive": [
    set("components schemas Run properties status", "enum", ["running", "success", "asleep"]),
    "Run",
    ".status",
    'may be "asleep" too',
  ],
  "response-value-removed": thing(setColour("red"), ".colour", 'no longer "blue"'),
  "schema-added": [set("components schemas", "New", {}), "New", "", "added"],
  "schema-removed": [remove("components schemas", "Other"), "Other", "", "removed"],
};

/** What the old document has that makes the edit a change. */
const before: Partial<Record<Rule, Edit>> = {
  "parameter-now-optional": setTenant(true),
  "body-now-required": setBody(false),
  "request-opened": set(THING, "additionalProperties", false),
};

const edited = (...edits: (Edit | undefined)[]) => {
  const document = makeDocument();
  for (const edit of edits) edit?.(document);
  return document;
};

describe("the rules", () => {
  test.each(Object.keys(RULES) as Rule[])("%s", (rule) => {
    const [edit, subject, place, message] = cases[rule];
    const changes = compareDocuments(edited(before[rule]), edited(before[rule], edit));
    const found = changes.filter((change) => change.rule === rule);
    expect(found).toContainEqual(
      expect.objectContaining({ subject, at: place, message, breaking: RULES[rule].breaks }),
    );
    const other = changes.filter((change) => change.subject !== subject && !rule.startsWith("parameter"));
    expect(other).toEqual([]);
  });

  test("a change of what is sent and received is judged for both ways", () => {
    const changes = compareDocuments(edited(), edited(remove(FIELDS, "size")));
    expect(changes.map(({ rule }) => rule).sort()).toEqual([
      "request-field-removed",
      "response-field-removed",
    ]);
  });

  test("a value of a field that the client decides by is judged so too when the values have a name", () => {
    const status = "components schemas Run properties";
    const inline = (...values: string[]) => edited(set(status, "status", { enum: values }));
    const named = (...values: string[]) =>
      edited(
        set(status, "status", { anyOf: [ref("RunStatus"), { type: "null" }] }),
        set("components schemas", "RunStatus", { type: "string", enum: values }),
      );
    const breaking = (old: Record<string, unknown>, now: Record<string, unknown>) =>
      compareDocuments(old, now)
        .filter(({ rule }) => rule === "response-value-added-decisive")
        .map(({ subject, at: place }) => `${subject}${place}`);
    expect(breaking(named("a"), named("a", "b"))).toEqual(["RunStatus"]);
    expect(breaking(inline("a"), named("a", "b"))).toEqual(["Run.status"]);
    expect(breaking(named("a"), named("a"))).toEqual([]);
  });

  test("the fields that the client decides by are in the document, and list their values", () => {
    const document: unknown = JSON.parse(readFileSync(own, "utf8"));
    for (const field of DECISIVE_FIELDS) {
      const [schema = "", name = ""] = field.split(".");
      expect(at(document, `components schemas ${schema} properties ${name}`).enum, field).toBeInstanceOf(
        Array,
      );
    }
  });
});

/** Edits of the same place: a schema of its own, a field, the headers of an answer and so on. */
const schema = (name: string, value: object) => set("components schemas", name, value);
const field = (value: unknown) => set(FIELDS, "extra", value);
const headers = (value: object) => set(`${ANSWERS} 200`, "headers", value);
const all =
  (...edits: Edit[]): Edit =>
  (document) => {
    for (const edit of edits) edit(document);
  };
const none: Edit = () => {};

const string = { type: "string" };
const number = { type: "number" };

const shared: Edit = (document) => {
  set("components", "pathItems", { Things: at(document, "paths /things") })(document);
  set("paths", "/things", { $ref: "#/components/pathItems/Things" })(document);
};
const bodyOf = (content: object) => set(`${POST} requestBody`, "content", content);
const limitOf = (more: object) => set(`${POST} parameters`, "0", { in: "query", name: "limit", ...more });
const limit = { type: "integer", default: 10, maximum: 100 };

const nullable = (name: string) => ({ anyOf: [ref(name), { type: "null" }] });
const recursive = (name: string) =>
  all(
    schema(name, {
      type: "object",
      properties: { next: nullable(name), all: { type: "array", items: ref(name) } },
    }),
    set("paths /things delete", "requestBody", { content: json(ref(name)) }),
  );

const pair = (of: object) => schema("Pair", { type: "array", ...of });
const event = (of: object) => schema("Event", of);
const big = (of: object) => schema("Big", of);
const events = (...types: string[]) =>
  event({
    oneOf: types.map((type) => ({
      type: "object",
      properties: { type: { const: type }, size: { type: type === "a" ? "string" : "number" } },
    })),
  });
/** A field beside the members of a union. */
const beside = (members: object, type: string, ...required: string[]) =>
  event({ properties: { x: { type } }, required, ...members });
const ofEither = [
  ["members with names", { oneOf: [ref("Thing"), ref("Run")] }],
  ["members without", { oneOf: [{ type: "object", properties: { b: {} } }, { type: "null" }] }],
  ["members that only require", { type: "object", anyOf: [{ required: ["a"] }, { required: ["b"] }] }],
] as const;
const member = (name: string) => ({ properties: { [name]: string }, type: "object" });
const memberTurned = (name: string) => ({ type: "object", properties: { [name]: string } });
const oneOf = (...members: object[]) => json({ oneOf: members });
const answerOf = (...members: object[]) => set(`${ANSWERS} 200`, "content", oneOf(...members));

const plain = { allOf: [ref("Thing")] };
const strict = { ...plain, required: ["size"] };
const narrow = { allOf: [ref("Thing"), { properties: { colour: { enum: ["red"] }, more: {} } }] };
const [a, b, c] = [{ a: string }, { b: string }, { c: {} }];

test.each<[what: string, was: Edit, is: Edit, told: string[]]>([
  [
    "other words, another order, and the same written otherwise",
    set(FIELDS, "size", { anyOf: [{ type: "integer" }, { type: "null" }] }),
    all(
      set(THING, "description", "Words"),
      setColour("blue", "red"),
      set(FIELDS, "size", { type: "integer", nullable: true }),
      headers({ location: {} }),
    ),
    [],
  ],
  [
    "a schema that refers to itself under another name",
    recursive("A"),
    recursive("B"),
    ["schema-added B", "schema-removed A"],
  ],
  ["a field that may be anything, once more", field(true), field({}), []],
  ["path items that are shared", none, shared, []],
  [
    "a shared path item without one of its operations",
    none,
    all(shared, remove("components pathItems Things", "delete")),
    ["operation-removed DELETE /things"],
  ],
  [
    "a content type in another case",
    none,
    bodyOf({ "Application/JSON; charset=utf-8": { schema: ref("Thing") } }),
    [],
  ],
  [
    "another schema of a content type with a charset",
    none,
    bodyOf({ "application/json;charset=utf-8": { schema: string } }),
    ["request-type-narrowed POST /things body", "request-type-widened POST /things body"],
  ],
  ["a parameter that is described by its content", none, limitOf({ content: json(limit) }), []],
  [
    "another limit in the content of a parameter",
    none,
    limitOf({ content: json({ ...limit, maximum: 50 }) }),
    ["request-limit-tightened POST /things query limit"],
  ],
  [
    "a header in another case",
    headers({ Location: { schema: string } }),
    headers({ location: { schema: string } }),
    [],
  ],
  [
    "another schema of a header",
    headers({ Location: { schema: string } }),
    headers({ location: { schema: { type: ["string", "null"] } } }),
    ["response-type-widened POST /things 200 header location"],
  ],
  ["members of a union in another order", events("a", "b"), events("b", "a"), []],
  [
    "a member that callers do not know",
    events("a", "b"),
    events("a", "b", "c"),
    ["response-type-widened Event"],
  ],
  ...ofEither.flatMap(([what, members]): [string, Edit, Edit, string[]][] => [
    [`the same field beside ${what}`, beside(members, "string", "x"), beside(members, "string", "x"), []],
    [
      `another field beside ${what}`,
      beside(members, "string", "x"),
      beside(members, "number"),
      [
        "response-field-now-optional Event .x",
        "response-type-narrowed Event .x",
        "response-type-widened Event .x",
      ],
    ],
  ]),
  [
    "a field that moves from beside the members into them",
    event({ properties: a, anyOf: [{ properties: b }, { properties: c }] }),
    event({ anyOf: [{ properties: { ...a, ...b } }, { properties: { ...a, ...c } }] }),
    [],
  ],
  [
    "a member of a request beside another, which is found first",
    bodyOf(oneOf(member("b"))),
    bodyOf(oneOf(member("a"), memberTurned("b"))),
    ["request-type-widened POST /things body"],
  ],
  [
    "a member of an answer less",
    answerOf(member("a"), member("b")),
    answerOf(member("b")),
    ["response-type-narrowed POST /things 200"],
  ],
  [
    "what a schema extends, which is told where it stands",
    big({ allOf: [ref("Thing"), { properties: { more: {} } }] }),
    all(big({ allOf: [ref("Thing"), { properties: { more: {} } }] }), remove(FIELDS, "size")),
    ["request-field-removed Thing .size", "response-field-removed Thing .size"],
  ],
  ["more that is required of it", big(plain), big(strict), ["response-field-now-required Big .size"]],
  ["less that is required of it", big(strict), big(plain), ["response-field-now-optional Big .size"]],
  ["what it requires, said again", big(plain), big({ ...plain, required: ["name"] }), []],
  [
    "a field of it that is declared anew",
    big(plain),
    big(narrow),
    ["response-value-removed Big .colour", "response-field-added Big .more"],
  ],
  [
    "a field of it that is no longer declared anew",
    big(narrow),
    big(plain),
    ["response-value-added Big .colour", "response-field-removed Big .more"],
  ],
  ["a field of it that is declared anew in both", big(narrow), big(narrow), []],
])("%s", (_, was, is, told) => {
  const changes = compareDocuments(edited(was), edited(is)).map(({ rule, subject, at: place }) =>
    `${rule} ${subject} ${place}`.trim(),
  );
  expect(changes.sort()).toEqual(told.toSorted());
  expect(compareDocuments(edited(is), edited(is))).toEqual([]);
});

test.each([
  [{ type: "string" }, false, "narrowed: no longer string"],
  [{}, false, "narrowed: only nothing now"],
  [false, {}, "widened: anything now"],
  [false, true, "widened: anything now"],
  [false, { type: "string" }, "widened: may be string too"],
  [{ anyOf: [{ type: "string" }, false] }, { anyOf: [false] }, "narrowed: no longer string"],
])("a field that nothing may be given for: %j → %j", (was, is, said) => {
  const told = compareDocuments(edited(field(was)), edited(field(is)));
  expect(told.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
    `request-type-${said}`,
    `response-type-${said}`,
  ]);
});

const strings = { prefixItems: [string, number] };

test.each([
  [strings, { prefixItems: [string, string] }, ["[1] no longer number", "[1] may be string too"]],
  [
    { items: string },
    { items: string, prefixItems: [number] },
    ["[0] no longer string", "[0] may be number too"],
  ],
  [strings, { prefixItems: [string] }, ["[1] anything now"]],
  [{ ...strings, items: false }, { ...strings, items: string }, ["[] may be string too"]],
])("items of a list that have a place of their own are compared by it: %j → %j", (was, is, told) => {
  const changes = compareDocuments(edited(pair(was)), edited(pair(is)));
  expect(changes.map(({ at: place, message }) => `${place} ${message}`)).toEqual(told);
});
