import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { compareDocuments } from "../../src/cli/diff/documents.js";
import { DECISIVE_FIELDS, RULES, type Rule } from "../../src/cli/diff/rules.js";
import { isRecord } from "../../src/util/record.js";
import { makeFolder, runCommand } from "../support/cli.js";

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

/** For each rule an edit that it is about, and what the change is said to be. */
const cases: Record<Rule, [edit: Edit, subject: string, at: string, message: string]> = {
  "operation-added": [set("paths", "/new", { get: { responses: {} } }), "GET /new", "", "added"],
  "operation-removed": [remove("paths /things", "delete"), "DELETE /things", "", "removed"],
  "operation-renamed": [set(POST, "operationId", "x"), "POST /things", "", "called x now, not makeThing"],
  "operation-deprecated": [set(POST, "deprecated", true), "POST /things", "", "deprecated now"],
  "parameter-added": [
    set(`${POST} parameters`, "1", { in: "query", name: "a" }),
    "POST /things",
    "query a",
    "added",
  ],
  "parameter-added-required": [
    set(`${POST} parameters`, "1", { in: "query", name: "a", required: true }),
    "POST /things",
    "query a",
    "added, required",
  ],
  "parameter-removed": [set(POST, "parameters", []), "POST /things", "query limit", "removed"],
  "parameter-now-required": [
    set("components parameters Tenant", "required", true),
    "POST /things",
    "header x-tenant",
    "required now",
  ],
  "parameter-now-optional": [
    // the other way round: see below
    set("components parameters Tenant", "required", false),
    "POST /things",
    "header x-tenant",
    "optional now",
  ],
  "body-added": [
    set("paths /things delete", "requestBody", { content: {} }),
    "DELETE /things",
    "body",
    "added",
  ],
  "body-added-required": [
    set("paths /things delete", "requestBody", { required: true, content: {} }),
    "DELETE /things",
    "body",
    "added, required",
  ],
  "body-removed": [remove(POST, "requestBody"), "POST /things", "body", "removed"],
  "body-now-required": [set(`${POST} requestBody`, "required", true), "POST /things", "body", "required now"],
  "body-now-optional": [
    set(`${POST} requestBody`, "required", false),
    "POST /things",
    "body",
    "optional now",
  ],
  "request-content-added": [
    set(`${POST} requestBody content`, "text/plain", {}),
    "POST /things",
    "body",
    "text/plain too",
  ],
  "request-content-removed": [
    set(`${POST} requestBody`, "content", {}),
    "POST /things",
    "body",
    "no application/json now",
  ],
  "request-field-added": [set(FIELDS, "extra", {}), "Thing", ".extra", "added"],
  "request-field-added-required": [
    (document) => {
      set(FIELDS, "extra", {})(document);
      set(THING, "required", ["name", "extra"])(document);
    },
    "Thing",
    ".extra",
    "added, required",
  ],
  "request-field-removed": [remove(FIELDS, "size"), "Thing", ".size", "removed"],
  "request-field-now-required": [set(THING, "required", ["name", "size"]), "Thing", ".size", "required now"],
  "request-field-now-optional": [remove(THING, "required"), "Thing", ".name", "optional now"],
  "request-type-narrowed": [set(`${FIELDS} size`, "type", "integer"), "Thing", ".size", "no longer null"],
  "request-type-widened": [
    set(`${FIELDS} size`, "type", ["integer", "null", "string"]),
    "Thing",
    ".size",
    "may be string too",
  ],
  "request-value-removed": [set(`${FIELDS} colour`, "enum", ["red"]), "Thing", ".colour", 'no longer "blue"'],
  "request-value-added": [
    set(`${FIELDS} colour`, "enum", ["red", "blue", "green"]),
    "Thing",
    ".colour",
    'may be "green" too',
  ],
  "request-limit-tightened": [
    set(`${POST} parameters 0 schema`, "maximum", 50),
    "POST /things",
    "query limit",
    "maximum 100 → 50",
  ],
  "request-limit-loosened": [remove(`${FIELDS} name`, "minLength"), "Thing", ".name", "minLength 1 → none"],
  "request-closed": [set(THING, "additionalProperties", false), "Thing", "", "no further fields allowed now"],
  "request-opened": [set(THING, "additionalProperties", true), "Thing", "", "further fields allowed now"],
  "default-changed": [
    set(`${POST} parameters 0 schema`, "default", 20),
    "POST /things",
    "query limit",
    "default 10 → 20",
  ],
  "response-status-added": [set(`${POST} responses`, "409", {}), "POST /things", "409", "added"],
  "response-status-removed": [remove(`${POST} responses`, "404"), "POST /things", "404", "removed"],
  "response-success-removed": [remove(`${POST} responses`, "200"), "POST /things", "200", "removed"],
  "response-content-added": [
    set(`${POST} responses 200 content`, "text/plain", {}),
    "POST /things",
    "200",
    "text/plain too",
  ],
  "response-content-removed": [
    set(`${POST} responses 200`, "content", {}),
    "POST /things",
    "200",
    "no application/json now",
  ],
  "response-header-added": [
    set(`${POST} responses 200 headers`, "ETag", {}),
    "POST /things",
    "200 header etag",
    "added",
  ],
  "response-header-removed": [
    remove(`${POST} responses 200`, "headers"),
    "POST /things",
    "200 header location",
    "removed",
  ],
  "response-field-added": [set(FIELDS, "extra", {}), "Thing", ".extra", "added"],
  "response-field-removed": [remove(FIELDS, "size"), "Thing", ".size", "removed"],
  "response-field-now-optional": [remove(THING, "required"), "Thing", ".name", "optional now"],
  "response-field-now-required": [set(THING, "required", ["name", "size"]), "Thing", ".size", "required now"],
  "response-type-widened": [
    set(`${FIELDS} name`, "type", ["string", "null"]),
    "Thing",
    ".name",
    "may be null too",
  ],
  "response-type-narrowed": [set(`${FIELDS} size`, "type", "integer"), "Thing", ".size", "no longer null"],
  "response-value-added": [
    set(`${FIELDS} colour`, "enum", ["red", "blue", "green"]),
    "Thing",
    ".colour",
    'may be "green" too',
  ],
  "response-value-added-decisive": [
    set("components schemas Run properties status", "enum", ["running", "success", "asleep"]),
    "Run",
    ".status",
    'may be "asleep" too',
  ],
  "response-value-removed": [
    set(`${FIELDS} colour`, "enum", ["red"]),
    "Thing",
    ".colour",
    'no longer "blue"',
  ],
  "schema-added": [set("components schemas", "New", {}), "New", "", "added"],
  "schema-removed": [remove("components schemas", "Other"), "Other", "", "removed"],
};

/** What the old document has that makes the edit a change. */
const before: Partial<Record<Rule, Edit>> = {
  "parameter-now-optional": set("components parameters Tenant", "required", true),
  "body-now-required": set(`${POST} requestBody`, "required", false),
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

describe("what is no change", () => {
  const document: Record<string, unknown> = JSON.parse(readFileSync(own, "utf8"));

  test("a document and itself", () => {
    expect(compareDocuments(document, document)).toEqual([]);
  });

  test("other words, another order, and the same written otherwise", () => {
    const old = edited(set(FIELDS, "size", { anyOf: [{ type: "integer" }, { type: "null" }] }));
    const now = edited(
      set(THING, "description", "Words"),
      set(`${FIELDS} colour`, "enum", ["blue", "red"]),
      set(FIELDS, "size", { type: "integer", nullable: true }),
      set(`${POST} responses 200`, "headers", { location: {} }),
    );
    expect(compareDocuments(old, now)).toEqual([]);
    expect(compareDocuments(edited(), now)).toEqual([]);
  });

  test("a schema that refers to itself under another name", () => {
    const tree = (name: string) => ({
      type: "object",
      properties: {
        next: { anyOf: [ref(name), { type: "null" }] },
        all: { type: "array", items: ref(name) },
      },
    });
    const inBody = (name: string) =>
      edited(
        set("components schemas", name, tree(name)),
        set("paths /things delete", "requestBody", { content: json(ref(name)) }),
      );
    const rules = compareDocuments(inBody("A"), inBody("B")).map(({ rule }) => rule);
    expect(rules.sort()).toEqual(["schema-added", "schema-removed"]);
  });
});

describe("a field that nothing may be given for", () => {
  const toRules = (was: unknown, is: unknown) =>
    compareDocuments(edited(set(FIELDS, "extra", was)), edited(set(FIELDS, "extra", is))).map(
      ({ rule, message }) => `${rule}: ${message}`,
    );

  test.each([
    [{ type: "string" }, false, "narrowed: no longer string"],
    [{}, false, "narrowed: only nothing now"],
    [false, {}, "widened: anything now"],
    [false, true, "widened: anything now"],
    [false, { type: "string" }, "widened: may be string too"],
    [{ anyOf: [{ type: "string" }, false] }, { anyOf: [false] }, "narrowed: no longer string"],
  ])("%j → %j", (was, is, said) => {
    expect(toRules(was, is)).toEqual([`request-type-${said}`, `response-type-${said}`]);
  });

  test("true is anything", () => expect(toRules(true, {})).toEqual([]));
});

test("items of a list that have a place of their own are compared by it", () => {
  const [string, number] = [{ type: "string" }, { type: "number" }];
  const tell = (was: object, is: object) =>
    compareDocuments(
      edited(set("components schemas", "Pair", { type: "array", ...was })),
      edited(set("components schemas", "Pair", { type: "array", ...is })),
    ).map(({ at: place, message }) => `${place} ${message}`);
  const pair = { prefixItems: [string, number] };
  expect(tell(pair, pair)).toEqual([]);
  expect(tell(pair, { prefixItems: [string, string] })).toEqual([
    "[1] no longer number",
    "[1] may be string too",
  ]);
  expect(tell({ items: string }, { items: string, prefixItems: [number] })).toEqual([
    "[0] no longer string",
    "[0] may be number too",
  ]);
  expect(tell(pair, { prefixItems: [string] })).toEqual(["[1] anything now"]);
  expect(tell({ ...pair, items: false }, { ...pair, items: string })).toEqual(["[] may be string too"]);
});

describe("what is written in another place or way", () => {
  const told = (was: Edit, is: Edit) =>
    compareDocuments(edited(was), edited(is)).map(
      ({ rule, subject, at: place }) => `${rule} ${subject} ${place}`,
    );
  const none: Edit = () => {};

  test("path items may be shared", () => {
    const share: Edit = (document) => {
      set("components", "pathItems", { Things: at(document, "paths /things") })(document);
      set("paths", "/things", { $ref: "#/components/pathItems/Things" })(document);
    };
    expect(told(none, share)).toEqual([]);
    const withoutDelete: Edit = (document) => {
      share(document);
      remove("components pathItems Things", "delete")(document);
    };
    expect(told(none, withoutDelete)).toEqual(["operation-removed DELETE /things "]);
  });

  test("content types are the same in any case and with any charset", () => {
    const body = (type: string, schema: object) =>
      set(`${POST} requestBody`, "content", { [type]: { schema } });
    expect(told(none, body("Application/JSON; charset=utf-8", ref("Thing")))).toEqual([]);
    expect(told(none, body("application/json;charset=utf-8", { type: "string" }))).toEqual([
      "request-type-narrowed POST /things body",
      "request-type-widened POST /things body",
    ]);
  });

  test("a parameter may be described by its content", () => {
    const parameter = (more: object) =>
      set(`${POST} parameters`, "0", { in: "query", name: "limit", ...more });
    const number = { type: "integer", default: 10, maximum: 100 };
    expect(told(none, parameter({ content: json(number) }))).toEqual([]);
    expect(told(none, parameter({ content: json({ ...number, maximum: 50 }) }))).toEqual([
      "request-limit-tightened POST /things query limit",
    ]);
  });

  test("headers that both have are compared by their schemas", () => {
    const header = (name: string, schema: object) =>
      set(`${POST} responses 200`, "headers", { [name]: { schema } });
    expect(told(header("Location", { type: "string" }), header("location", { type: "string" }))).toEqual([]);
    expect(
      told(header("Location", { type: "string" }), header("location", { type: ["string", "null"] })),
    ).toEqual(["response-type-widened POST /things 200 header location"]);
  });
});

describe("unions", () => {
  const events = (...types: string[]) => ({
    oneOf: types.map((type) => ({
      type: "object",
      properties: { type: { const: type }, size: { type: type === "a" ? "string" : "number" } },
    })),
  });

  test("members are found again by their tags, in whatever order", () => {
    const old = edited(set("components schemas", "Event", events("a", "b")));
    const now = edited(set("components schemas", "Event", events("b", "a")));
    expect(compareDocuments(old, now)).toEqual([]);
  });

  test("a member that callers do not know breaks them", () => {
    const old = edited(set("components schemas", "Event", events("a", "b")));
    const now = edited(set("components schemas", "Event", events("a", "b", "c")));
    expect(compareDocuments(old, now)).toMatchObject([
      { rule: "response-type-widened", subject: "Event", breaking: true },
    ]);
  });

  test.each([
    ["members with names", { oneOf: [ref("Thing"), ref("Run")] }],
    ["members without", { oneOf: [{ type: "object", properties: { b: {} } }, { type: "null" }] }],
    ["members that only require", { type: "object", anyOf: [{ required: ["a"] }, { required: ["b"] }] }],
  ])("fields beside %s are compared", (_, members) => {
    const event = (type: string, ...required: string[]) =>
      edited(set("components schemas", "Event", { properties: { x: { type } }, required, ...members }));
    const rules = compareDocuments(event("string", "x"), event("number")).map(
      ({ rule, subject, at: place }) => `${rule} ${subject}${place}`,
    );
    expect(rules.sort()).toEqual([
      "response-field-now-optional Event.x",
      "response-type-narrowed Event.x",
      "response-type-widened Event.x",
    ]);
    expect(compareDocuments(event("string", "x"), event("string", "x"))).toEqual([]);
  });

  test("a field that moves from beside the members into them is none that came or went", () => {
    const [a, b] = [{ a: { type: "string" } }, { b: { type: "string" } }];
    const old = { properties: a, anyOf: [{ properties: b }, { properties: { c: {} } }] };
    const now = { anyOf: [{ properties: { ...a, ...b } }, { properties: { ...a, c: {} } }] };
    const edit = (schema: object) => edited(set("components schemas", "Event", schema));
    expect(compareDocuments(edit(old), edit(now))).toEqual([]);
  });

  test("a member that is still there is found first, so that another beside it only widens or narrows", () => {
    const member = (name: string, order: "first" | "last" = "first") => {
      const properties = { properties: { [name]: { type: "string" } } };
      return order === "first" ? { ...properties, type: "object" } : { type: "object", ...properties };
    };
    const body = (...of: object[]) => edited(set(`${POST} requestBody`, "content", json({ oneOf: of })));
    expect(compareDocuments(body(member("b")), body(member("a"), member("b", "last")))).toMatchObject([
      { rule: "request-type-widened", at: "body" },
    ]);
    const answer = (...of: object[]) => edited(set(`${POST} responses 200`, "content", json({ oneOf: of })));
    expect(compareDocuments(answer(member("a"), member("b")), answer(member("b")))).toMatchObject([
      { rule: "response-type-narrowed", at: "200" },
    ]);
  });

  test("what a schema extends is told once, where it stands", () => {
    const extend = set("components schemas", "Big", { allOf: [ref("Thing"), { properties: { more: {} } }] });
    const changes = compareDocuments(edited(extend), edited(extend, remove(FIELDS, "size")));
    expect(new Set(changes.map(({ subject }) => subject))).toEqual(new Set(["Thing"]));
  });
});

describe("a schema that extends another", () => {
  const toRules = (was: object, is: object) =>
    compareDocuments(
      edited(set("components schemas", "Big", was)),
      edited(set("components schemas", "Big", is)),
    ).map(({ rule, subject, at: place }) => `${rule} ${subject}${place}`);

  test("may require more or less of it", () => {
    const [loose, strict] = [{ allOf: [ref("Thing")] }, { allOf: [ref("Thing")], required: ["size"] }];
    expect(toRules(loose, strict)).toEqual(["response-field-now-required Big.size"]);
    expect(toRules(strict, loose)).toEqual(["response-field-now-optional Big.size"]);
  });

  test("may declare a field of it anew, which adds and removes none", () => {
    const plain = { allOf: [ref("Thing")] };
    const narrow = { allOf: [ref("Thing"), { properties: { colour: { enum: ["red"] }, more: {} } }] };
    expect(toRules(plain, narrow)).toEqual([
      "response-value-removed Big.colour",
      "response-field-added Big.more",
    ]);
    expect(toRules(narrow, plain)).toEqual([
      "response-value-added Big.colour",
      "response-field-removed Big.more",
    ]);
    expect(toRules(narrow, narrow)).toEqual([]);
  });

  test("may say again what the other requires", () => {
    expect(toRules({ allOf: [ref("Thing")] }, { allOf: [ref("Thing")], required: ["name"] })).toEqual([]);
  });
});

describe("the command", () => {
  const { folder, remove: removeFolder } = makeFolder();
  afterAll(removeFolder);
  const write = (name: string, content: unknown) => {
    const file = join(folder, name);
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
    return file;
  };
  const old = write("old.json", edited());
  const broken = write("broken.json", edited(remove("paths /things", "delete")));
  const wider = write("wider.json", edited(set("paths", "/new", { get: { responses: {} } })));

  test("tells a person what breaks, and exits 1", async () => {
    expect(await runCommand(["diff", old, broken])).toEqual({
      code: 1,
      err: "",
      out: [
        `${old} 1 → ${broken} 1`,
        "",
        "Operations",
        "  - DELETE /things: removed  BREAKING, calls of it are answered 404",
        "",
        "1 change, 1 of them breaks callers",
        "",
      ].join("\n"),
    });
  });

  test("exits 0 when nothing breaks, or nothing changed", async () => {
    expect(await runCommand(["diff", old, wider])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/\+ GET \/new: added/),
    });
    expect(await runCommand(["diff", old, old])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/No changes\./),
    });
  });

  test("takes a file that begins with a byte order mark", async () => {
    const marked = write("marked.json", `\uFEFF${JSON.stringify(edited())}`);
    expect(await runCommand(["diff", old, marked])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/No changes\./),
      err: "",
    });
  });

  test("takes the package's own document for the old one", async () => {
    expect(await runCommand(["diff", own.pathname])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^langgraph-remote's own .*\nNo changes/),
    });
  });

  test("--json is for programs", async () => {
    const { code, out } = await runCommand(["diff", old, broken, "--json"]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      old: `${old} 1`,
      new: `${broken} 1`,
      breaking: 1,
      changes: [
        {
          kind: "removed",
          rule: "operation-removed",
          breaking: true,
          subject: "DELETE /things",
          at: "",
          message: "removed",
        },
      ],
    });
  });

  test("colours for a person, none with NO_COLOR", async () => {
    const red = "\u001b[31m";
    expect((await runCommand(["diff", old, broken], { isTTY: true })).out).toContain(red);
    const plain = await runCommand(["diff", old, broken], { isTTY: true, env: { NO_COLOR: "1" } });
    expect(plain.out).not.toContain("\u001b");
  });

  test("reads a URL with the key that it is told of", async () => {
    const server = createServer((request, response) => {
      const isKnown = request.headers["x-api-key"] === "key";
      response.writeHead(isKnown ? 200 : 403).end(isKnown ? JSON.stringify(edited()) : "");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/openapi.json`;
    try {
      expect(await runCommand(["diff", old, url])).toMatchObject({
        code: 2,
        err: expect.stringMatching(/cannot be read: it answered 403/),
      });
      const env = { KEY: "key" };
      expect(await runCommand(["diff", old, url, "--api-key-env", "KEY"], { env })).toMatchObject({
        code: 0,
      });
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  test.each([
    ["no document", [], /NEW is missing/],
    ["three documents", [old, old, old], /takes two documents, not 3/],
    ["a file that is not there", ["no-such.json"], /no-such\.json cannot be read: ENOENT/],
    ["a file that is not JSON", [write("a.yaml", "openapi: 3.1.0")], /is not JSON: .*\n.*redocly/],
    ["a file that is no document", [write("b.json", { swagger: "2.0" })], /is not an OpenAPI 3 document/],
    ["a server that is not there", ["http://127.0.0.1:1/x"], /cannot be read: .*ECONNREFUSED|bad port/],
  ])("refuses %s", async (_, args, said) => {
    expect(await runCommand(["diff", ...args])).toMatchObject({ code: 2, err: expect.stringMatching(said) });
  });
});
