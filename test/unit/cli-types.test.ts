import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { loadCompiler } from "../../src/cli/types/compile.js";
import type { DeployedGraph, GraphSchemas } from "../../src/cli/types/deployment.js";
import { isUpToDate, renderFile, renderGraphs, toCommandLine } from "../../src/cli/types/render.js";
import { makeFolder, runCommand, typeErrors } from "../support/cli.js";

const compile = await loadCompiler();

const graph = (
  graphId: string,
  schemas: GraphSchemas,
  nodes: string[] = [],
  namespace = "",
): DeployedGraph => ({
  graphId,
  namespace,
  schemas,
  nodes,
});

async function render(...graphs: DeployedGraph[]) {
  return (await renderGraphs(graphs, compile)).body;
}

const tree = {
  type: "object",
  properties: { root: { $ref: "#/$defs/Node" } },
  required: ["root"],
  $defs: {
    Node: {
      type: "object",
      properties: {
        value: { type: "string" },
        children: { type: "array", items: { $ref: "#/$defs/Node" } },
        parent: { anyOf: [{ $ref: "#/$defs/Node" }, { type: "null" }] },
      },
      required: ["value", "children"],
    },
  },
};

const message = (type: string, more: object = {}) => ({
  type: "object",
  properties: {
    type: { const: type, type: "string" },
    content: { anyOf: [{ type: "string" }, { type: "array" }] },
    additional_kwargs: { type: "object" },
    response_metadata: { type: "object" },
    ...more,
  },
  required: ["content"],
});

describe("the types of a schema", () => {
  test("a definition that refers to itself becomes a type that does", async () => {
    const body = await render(graph("tree", { state: tree, output: tree }));
    expect(body).toContain("export type TreeNode = {");
    expect(body).toContain("children: TreeNode[];");
    expect(body).toContain("parent?: TreeNode | null;");
    expect(body.match(/export type/g)).toHaveLength(1);
    const use = `import type { TreeGraph } from "./graphs.js";
      export const leaf = (state: TreeGraph["State"]): string | undefined => state.root.children[0]?.children[0]?.value;
      // @ts-expect-error a value is no number
      export const wrong = (state: TreeGraph["State"]): number => state.root.value;`;
    expect(await typeErrors({ "graphs.ts": body, "use.ts": use })).toBe("");
  });

  test("a whole schema may refer to itself, and a reference may lead to any place in it", async () => {
    const linked = {
      type: "object",
      properties: {
        next: { $ref: "#" },
        colour: { enum: ["red", "blue"] },
        ground: { $ref: "#/properties/colour" },
      },
    };
    const body = await render(graph("chain", { state: linked }));
    expect(body).toContain("next?: ChainState;");
    expect(body).toContain("ground?: ChainColour;");
    const use = `import type { ChainGraph } from "./graphs.js";
      export const colour = (s: ChainGraph["State"]): "red" | "blue" | undefined => s.next?.next?.ground;`;
    expect(await typeErrors({ "graphs.ts": body, "use.ts": use })).toBe("");
  });

  test("types that are nothing but each other are cut, those that go round by way of a list are not", async () => {
    const state = {
      type: "object",
      properties: { a: { $ref: "#/definitions/A" }, json: { $ref: "#/definitions/Json" } },
      definitions: {
        A: { anyOf: [{ $ref: "#/definitions/B" }, { type: "string" }] },
        B: { $ref: "#/definitions/A" },
        Json: { anyOf: [{ type: "string" }, { type: "array", items: { $ref: "#/definitions/Json" } }] },
      },
    };
    const body = await render(graph("knot", { state }));
    expect(body).toContain("export type KnotJson = string | KnotJson[];");
    expect(await typeErrors({ "graphs.ts": body })).toBe("");
  });

  test("definitions of the same name but another content get names of their own", async () => {
    const withItem = (type: string) => ({
      type: "object",
      properties: { item: { $ref: "#/$defs/Item" } },
      $defs: { Item: { type: "object", properties: { value: { type } } } },
    });
    const body = await render(graph("shop", { state: withItem("string"), input: withItem("number") }));
    expect(body).toMatch(/State: \{\n {4}item\?: ShopItem;/);
    expect(body).toMatch(/Input: \{\n {4}item\?: ShopItem2;/);
    expect(body).toMatch(/export type ShopItem2 = \{\n {2}value\?: number;/);
  });

  test("a reference that leads nowhere is unknown, and said to be", async () => {
    const state = {
      type: "object",
      properties: { a: { $ref: "#/$defs/None" }, b: { $ref: "https://x.y/z.json" } },
    };
    const { body, deadRefs } = await renderGraphs([graph("lost", { state })], compile);
    expect(deadRefs).toEqual(["lost: #/$defs/None", "lost: https://x.y/z.json"]);
    expect(body).toMatch(/a\?: unknown;\n {4}b\?: unknown;/);
  });

  test("names that are no identifiers, members beside an open rest, tuples, constants and null", async () => {
    const state = {
      type: "object",
      properties: {
        "first name": { type: "string" },
        "__@toStringTag@541": {},
        pair: { type: "array", prefixItems: [{ type: "string" }, { type: "integer" }] },
        kind: { const: "a" },
        maybe: { type: ["number", "null"] },
        old: { type: "string", nullable: true },
        anything: true,
      },
      required: ["first name"],
      additionalProperties: { type: "number" },
    };
    const body = await render(graph("odd", { state }));
    expect(body).not.toContain("toStringTag");
    const use = `import type { OddGraph } from "./graphs.js";
      export const odd: OddGraph["State"] = {
        "first name": "Ada", pair: ["a", 1], kind: "a", maybe: null, old: null, anything: 1, more: "of it",
      };
      // @ts-expect-error kind is "a"
      export const wrong: OddGraph["State"] = { "first name": "Ada", kind: "b" };`;
    expect(await typeErrors({ "graphs.ts": body, "use.ts": use })).toBe("");
  });

  test("names of definitions may be of any script", async () => {
    const names = ["Größe", "名前", "𝒜"];
    const state = {
      type: "object",
      properties: Object.fromEntries(names.map((name, at) => [`a${at}`, { $ref: `#/$defs/${name}` }])),
      $defs: Object.fromEntries(
        names.map((name) => [name, { type: "object", properties: { ä: { type: "string" } } }]),
      ),
    };
    const body = await render(graph("maß", { state }));
    for (const [at, name] of names.entries()) expect(body).toContain(`a${at}?: Maß${name};`);
    const use = `import type { MaßGraph } from "./graphs.js";
      export const text = (state: MaßGraph["State"]): string | undefined => state.a0?.ä ?? state.a1?.ä;`;
    expect(await typeErrors({ "graphs.ts": body, "use.ts": use })).toBe("");
  });

  test("a member that only an intersection requires is required, also beside a definition of the helper's name", async () => {
    const state = {
      type: "object",
      properties: { more: { $ref: "#/$defs/More" }, other: { $ref: "#/$defs/Required" } },
      $defs: {
        Base: { type: "object", properties: { a: { type: "string" }, b: { type: "number" } } },
        More: { allOf: [{ $ref: "#/$defs/Base" }], required: ["a"] },
        Required: { type: "object", properties: { a: { type: "string" } } },
      },
    };
    const body = await render(graph("with", { state }), graph("other", { state }));
    expect(body.match(/^type WithRequired</gm)).toHaveLength(1);
    const use = `import type { WithGraph } from "./graphs.js";
      export const right: WithGraph["State"] = { more: { a: "a" }, other: {} };
      // @ts-expect-error a is missing
      export const wrong: WithGraph["State"] = { more: { b: 1 } };`;
    expect(await typeErrors({ "graphs.ts": body, "use.ts": use })).toBe("");
    const plain = await render(graph("with", { state: { type: "object", properties: { a: {} } } }));
    expect(plain).not.toContain("WithRequired");
  });

  test("what ends a comment does not end ours", async () => {
    const state = {
      type: "object",
      description: "d",
      properties: { a: { type: "string", description: "x */ y" } },
    };
    expect(await typeErrors({ "graphs.ts": await render(graph("note", { state })) })).toBe("");
  });
});

describe("messages", () => {
  const union = {
    type: "object",
    properties: {
      messages: { type: "array", items: { oneOf: [{ $ref: "#/$defs/AI" }, { $ref: "#/$defs/Human" }] } },
    },
    required: ["messages"],
    $defs: { AI: message("ai", { tool_calls: { type: "array" } }), Human: message("human") },
  };

  test("a union of LangChain's messages is a Message when read, and anything like one when sent", async () => {
    const body = await render(graph("agent", { state: union, input: union }));
    expect(body).toContain('import type { Message, MessageLike } from "langgraph-remote";');
    expect(body).toMatch(/State: \{\n {4}messages: Message\[\];/);
    expect(body).toMatch(/Input: \{\n {4}messages: MessageLike\[\];/);
    expect(body).not.toContain("export type");
    const use = `import { AIMessage } from "@langchain/core/messages";
      import { RemoteGraph } from "langgraph-remote";
      import type { AgentGraph } from "./graphs.js";
      const agent = new RemoteGraph<AgentGraph>({ graphId: "agent", url: "http://localhost" });
      export async function use() {
        const { messages } = await agent.invoke({
          messages: ["hi", { role: "user", content: "hi" }, ["user", "hi"], { type: "human", content: "hi" }, new AIMessage("hi")],
        });
        const [first] = messages;
        if (first?.type === "ai") return first.tool_calls?.[0]?.name;
        // @ts-expect-error a message is no number
        await agent.invoke({ messages: [1] });
      }`;
    expect(await typeErrors({ "graphs.ts": body, "use.ts": use })).toBe("");
  });

  test("a class that messages extend, as TypeScript tells it, is one too", async () => {
    const state = {
      type: "object",
      properties: { messages: { type: "array", items: { $ref: "#/definitions/BaseMessage<A<B>,C>" } } },
      definitions: {
        "BaseMessage<A<B>,C>": { oneOf: [{ $ref: "#/definitions/Remove" }] },
        Remove: message("remove"),
      },
    };
    expect(await render(graph("agent", { state }))).toContain("messages?: Message[];");
  });

  test("a message type is imported only where a type refers to it", async () => {
    const state = {
      type: "object",
      description: "A Message, or MessageLike",
      properties: { kind: { const: "Message", description: "of the Message" } },
      required: ["kind"],
      additionalProperties: message("ai"),
    };
    const body = await render(graph("agent", { state, input: state }, ["MessageLike"]));
    expect(body).toContain('kind: "Message";');
    expect(body).not.toContain("import");
    expect(await typeErrors({ "graphs.ts": body })).toBe("");
  });

  test("a list that LangGraph marks as messages is one, whatever its items are", async () => {
    const state = {
      type: "object",
      properties: { messages: { langgraph_type: "messages", type: "array", items: {} } },
    };
    expect(await render(graph("agent", { state }))).toContain("messages?: Message[];");
  });

  test("a type that is only called a message is left alone", async () => {
    const state = {
      type: "object",
      properties: { last: { $ref: "#/$defs/ChatMessage" } },
      $defs: { ChatMessage: { type: "object", properties: { type: {}, content: { type: "string" } } } },
    };
    const body = await render(graph("agent", { state }));
    expect(body).toContain("last?: AgentChatMessage;");
    expect(body).not.toContain("langgraph-remote");
  });
});

describe("graphs", () => {
  test("names come from whatever a graph is called, and no two are the same", async () => {
    const state = { type: "object", properties: { a: { $ref: "#/$defs/Record<string,number>" } } };
    const $defs = { "Record<string,number>": { type: "object", properties: {} } };
    const names = {
      "my-agent_v2.final": "MyAgentV2FinalGraph",
      "my-agent-v2-final": "MyAgentV2FinalGraph2",
      "2nd try": "Graph2ndTry",
      "---": "Graph",
      state_graph: "StateGraph",
      агент: "АгентGraph",
      message: "MessageGraph",
    };
    const body = await render(...Object.keys(names).map((id) => graph(id, { state: { ...state, $defs } })));
    const interfaces = [...body.matchAll(/export interface (\S+)/g)].map(([, name]) => name);
    expect(interfaces).toEqual(Object.values(names));
    expect(body).toContain("a?: StateRecordStringNumber;");
    expect(await typeErrors({ "graphs.ts": body })).toBe("");
  });

  test("a graph called graph gives its definitions names that are identifiers, and no other's", async () => {
    const names = ["1st", "---", "Omit", "Promise"];
    const state = {
      type: "object",
      properties: Object.fromEntries(names.map((name, at) => [`a${at}`, { $ref: `#/$defs/${name}` }])),
      $defs: Object.fromEntries(names.map((name) => [name, { enum: [name] }])),
    };
    const body = await render(graph("graph", { state }));
    const types = [...body.matchAll(/export type (.*?) =/g)].map(([, name]) => name);
    expect(types).toEqual(["Graph1st", "GraphState", "GraphOmit", "GraphPromise"]);
    expect(await typeErrors({ "graphs.ts": body })).toBe("");
  });

  test("a graph of which nothing is known is typed as one without types", async () => {
    const body = await render(graph("secret", {}));
    expect(body).toContain("export interface SecretGraph {}");
    const use = `import { RemoteGraph } from "langgraph-remote";
      import type { SecretGraph } from "./graphs.js";
      export const values = async (): Promise<Record<string, unknown>> =>
        (await new RemoteGraph<SecretGraph>({ graphId: "secret", url: "http://x" }).getState({})).values;`;
    expect(await typeErrors({ "graphs.ts": body, "use.ts": use })).toBe("");
  });

  test("the order in which a server tells things does not matter", async () => {
    const one = { type: "object", properties: { a: { type: "string" }, b: { type: "number" } } };
    const other = { properties: { b: { type: "number" }, a: { type: "string" } }, type: "object" };
    expect(await render(graph("g", { state: one }))).toBe(await render(graph("g", { state: other })));
  });

  test("nodes key the updates, subgraphs are named after their way", async () => {
    const body = await render(graph("g", {}, ["a", 'b"c']), graph("g", {}, [], "child|grand"));
    expect(body).toContain('Nodes: "a" | "b\\"c";');
    expect(body).toContain(
      "/** The subgraph `child|grand` of `g`: the deployment does not describe its types. */",
    );
    expect(body).toContain("export interface GChildGrandGraph {}");
  });

  test("a formatter may change the file, a schema may not", async () => {
    const state = { type: "object", properties: { a: { type: "string" } } };
    const body = await render(graph("g", { state }));
    const file = renderFile(body, "npx langgraph-remote types");
    expect(isUpToDate(file.replaceAll("  ", "\t").replaceAll(";", ""), body)).toBe(true);
    expect(isUpToDate(file, body.replace("string", "number"))).toBe(false);
    expect(isUpToDate("export {};", body)).toBe(false);
  });

  test("the command line in the header can be pasted into a shell, and cannot leave its comment", () => {
    expect(toCommandLine(["--graph", "it's\n$HOME", "--out", "src/graphs.ts"])).toBe(
      "npx langgraph-remote types --graph 'it'\\''s $HOME' --out src/graphs.ts",
    );
  });
});

describe("the command", () => {
  const { folder, remove } = makeFolder();
  const out = join(folder, "made", "graphs.ts");
  let schema: object = { type: "object", properties: { a: { type: "string" } } };
  let seenKey: string | undefined;
  const system = { graph_id: "agent", assistant_id: "a1", metadata: { created_by: "system" } };
  const answers: Record<string, () => unknown> = {
    "/assistants/search": () => [{ graph_id: "agent", assistant_id: "a0", metadata: {} }, system],
    "/assistants/a1/schemas": () => ({ graph_id: "agent", state_schema: schema }),
    "/assistants/a1/graph": () => ({ nodes: [{ id: "__start__" }, { id: "b" }, { id: "a" }], edges: [] }),
  };
  const server = createServer((request, response) => {
    seenKey = String(request.headers["x-api-key"]);
    const answer = answers[new URL(request.url ?? "", "http://x").pathname];
    response.writeHead(answer === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer?.() ?? { detail: "Not Found" }));
  });
  let url = "";
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => void vi.restoreAllMocks());
  afterAll(async () => {
    remove();
    await new Promise((resolve) => server.close(resolve));
  });

  test("writes the file, finds it up to date, and finds out when the deployment has moved", async () => {
    const env = { MY_KEY: "secret-key" };
    const args = ["types", "--url", `${url}/`, "--api-key-env", "MY_KEY", "--out", out];
    expect(await runCommand([...args, "--check"], { env })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/is missing/),
    });
    expect(await runCommand(args, { env })).toEqual({ code: 0, out: `wrote ${out}: 1 graph\n`, err: "" });
    expect(seenKey).toBe("secret-key");
    const text = readFileSync(out, "utf8");
    expect(text).toContain(`npx langgraph-remote types --url ${url} --api-key-env MY_KEY --out ${out}`);
    expect(text).toContain('Nodes: "a" | "b";');
    expect(text).not.toContain("secret-key");
    expect(await runCommand([...args, "--check"], { env })).toEqual({
      code: 0,
      out: `${out} is up to date\n`,
      err: "",
    });
    // it goes by the fingerprint, and the help says so
    writeFileSync(out, text.replaceAll("  ", "\t"));
    expect(await runCommand([...args, "--check"], { env })).toMatchObject({ code: 0 });
    const { out: help } = await runCommand(["types", "--help"]);
    expect(help).toContain("exit 1 if the file was not generated from the deployment's present schemas");
    writeFileSync(out, text);
    schema = { type: "object", properties: { a: { type: "number" } } };
    expect(await runCommand([...args, "--check"], { env })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/schemas have changed/),
    });
    const { code, out: told, err } = await runCommand([...args, "--check", "--json"], { env });
    expect([code, err]).toEqual([1, ""]);
    expect(JSON.parse(told)).toMatchObject({ out, state: "stale", graphs: ["agent"] });
    expect(readFileSync(out, "utf8")).toBe(text);
  });

  test.each([
    ["an address that is missing", ["--out", out], /--url is missing/],
    ["an address that is none", ["--url", "localhost:1", "--out", out], /--url takes an address/],
    ["a file that is missing", ["--url", "http://127.0.0.1:1"], /--out is missing/],
    [
      "a key that is not set",
      ["--url", "http://x", "--out", out, "--api-key-env", "NO_SUCH"],
      /names NO_SUCH/,
    ],
    ["an option that is none", ["--nonsense"], /there is no option "--nonsense"/],
    ["an address with a query", ["--url", "http://x?a=b", "--out", out], /without a query or a fragment/],
    ["an address with a fragment", ["--url", "http://x/#", "--out", out], /without a query or a fragment/],
    ["an address with a password", ["--url", "http://a:b@x", "--out", out], /must not hold a user name/],
  ])("refuses %s", async (_, args, said) => {
    const { code, err } = await runCommand(["types", ...args]);
    expect(code).toBe(2);
    expect(err).toMatch(said);
    expect(err).toMatch(/See langgraph-remote types --help/);
  });

  test("takes the scheme of an address in any case", async () => {
    const shouted = url.replace("http", "HTTP");
    expect(await runCommand(["types", "--url", shouted, "--out", out])).toMatchObject({ code: 0, err: "" });
  });

  test("says which graphs there are when one is asked for that is not", async () => {
    expect(await runCommand(["types", "--url", url, "--graph", "none", "--out", out])).toEqual({
      code: 2,
      out: "",
      err: 'the deployment has no graph "none"; it has agent\n',
    });
  });

  test("the command line in the header can be run, whatever a graph is called", async () => {
    vi.spyOn(answers, "/assistants/search").mockReturnValue([{ ...system, graph_id: "-x" }]);
    const args = ["types", "--url", url, "--graph=-x", "--out", out];
    expect(await runCommand(args)).toMatchObject({ code: 0, err: "" });
    const line = `npx langgraph-remote types --url ${url} --graph=-x --out ${out}`;
    expect(readFileSync(out, "utf8")).toContain(`//   ${line}\n`);
    expect(await runCommand([...line.split(" ").slice(2), "--check"])).toMatchObject({ code: 0, err: "" });
  });

  test.each<[string, unknown, string]>([
    ["an object", { message: "hi" }, '200 the answer is no list of items: {"message":"hi"}'],
    ["a list of something else", ["a", "b"], 'the response is not a list of assistants: ["a","b"]'],
    [
      "a text of many lines",
      `<html>\n${"x".repeat(100)}`,
      `200 the answer is no list of items: "<html>\\n${"x".repeat(71)}`,
    ],
  ])("asks whether it is a LangGraph server that answers the search by %s", async (_, answer, said) => {
    vi.spyOn(answers, "/assistants/search").mockReturnValue(answer);
    expect(await runCommand(["types", "--url", url, "--out", out])).toEqual({
      code: 2,
      out: "",
      err: `POST /assistants/search: ${said}\nIs this a LangGraph server?\n`,
    });
  });

  test("a server that ignores the offset is asked twice, not for ever", async () => {
    const full = Array.from({ length: 100 }, (_, at) => ({ ...system, assistant_id: `a${at + 1}` }));
    const search = vi.spyOn(answers, "/assistants/search").mockReturnValue(full);
    expect(await runCommand(["types", "--url", url, "--out", out])).toMatchObject({ code: 0 });
    expect(search).toHaveBeenCalledTimes(2);
  });

  test("says what stands in the way of the file", async () => {
    writeFileSync(join(folder, "file"), "");
    const { code, err } = await runCommand([
      "types",
      "--url",
      url,
      "--out",
      join(folder, "file", "graphs.ts"),
    ]);
    expect(code).toBe(2);
    expect(err).toMatch(/cannot be written: .*(EEXIST|ENOTDIR)/);
  });
});
