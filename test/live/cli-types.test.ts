import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, inject, test } from "vitest";
import { makeFolder, runCommand, typeErrors } from "../support/cli.js";
import { javaScriptGraphs, pythonGraphs } from "../support/servers/fixture-graphs.js";
import { serverClient } from "./support/graphs.js";
import { onServer } from "./support/on-server.js";
import { isPython } from "./support/python-graph.js";

const url = inject("serverUrl");
const { folder, remove } = makeFolder();
afterAll(remove);

const interfacesOf = (text: string) =>
  [...text.matchAll(/^export interface (\w+)/gm)].map(([, name]) => name);

/** Of graphs that only a server in Python has: agents, a state of pydantic models, a deep agent. */
const useOfPython = `
  import { type Message, RemoteGraph } from "langgraph-remote";
  import type { AssistantGraph, OrderGraph, ResearcherGraph, TalkGraph } from "./graphs.js";
  const options = { url: ${JSON.stringify(url)} };
  const assistant = new RemoteGraph<AssistantGraph>({ ...options, graphId: "assistant" });
  const order = new RemoteGraph<OrderGraph>({ ...options, graphId: "order" });
  const talk = new RemoteGraph<TalkGraph>({ ...options, graphId: "talk" });
  const researcher = new RemoteGraph<ResearcherGraph>({ ...options, graphId: "researcher" });

  export async function outputs() {
    const bought = await order.invoke({ items: [{ name: "tea", price: 1, size: "large" }] });
    const total: number | undefined = bought.receipt?.total;
    const messages: Message[] = (await talk.invoke({ messages: ["hi"] })).messages;
    await assistant.invoke({ messages: ["book"] }, { context: { name: "Ada", seat: "aisle" } });
    const state = await researcher.getState({ configurable: { thread_id: "t" } });
    const told: Message[] | undefined = state.values.messages;
    return { total, messages, told };
  }
  export async function mistakes() {
    // @ts-expect-error a price is a number
    await order.invoke({ items: [{ name: "tea", price: "1" }] });
    // @ts-expect-error there is no such size
    await order.invoke({ items: [{ name: "tea", price: 1, size: "medium" }] });
    // @ts-expect-error the context needs its name
    await assistant.invoke({ messages: [] }, { context: { seat: "aisle" } });
  }`;

test("the graphs of a real deployment are written, compile, and type the calls", {}, async () => {
  const out = join(folder, "graphs.ts");
  const served = isPython() ? pythonGraphs : javaScriptGraphs;
  const { graphs }: { graphs: object } = JSON.parse(readFileSync(served, "utf8"));
  // of a graph of remote nodes the JavaScript server tells the schemas by compiling its file, which takes it long
  const names = Object.keys(graphs).filter((name) => name !== "relay");
  const args = ["types", "--url", url, "--out", out, ...names.flatMap((name) => ["--graph", name])];
  expect(await runCommand(args)).toMatchObject({ code: 0, err: "" });
  const text = readFileSync(out, "utf8");

  const toName = (id: string) => `${id.charAt(0).toUpperCase()}${id.slice(1)}Graph`;
  expect(interfacesOf(text)).toEqual(expect.arrayContaining(names.map(toName)));
  expect(interfacesOf(text)).toEqual(expect.arrayContaining(["NestedChildGraph", "NestedChildGrandGraph"]));

  // which keys are required is known of a graph in JavaScript whose state is of zod
  const sure = onServer({ js: "", python: "!", aegra: "!" });
  const use = `
    import { type Message, RemoteGraph } from "langgraph-remote";
    import type { ApprovalGraph, ChatGraph, ContextGraph, CounterGraph, NestedChildGraph } from "./graphs.js";
    const options = { url: ${JSON.stringify(url)} };
    const chat = new RemoteGraph<ChatGraph>({ ...options, graphId: "chat" });
    const context = new RemoteGraph<ContextGraph>({ ...options, graphId: "context" });
    const counter = new RemoteGraph<CounterGraph>({ ...options, graphId: "counter" });
    const approval = new RemoteGraph<ApprovalGraph>({ ...options, graphId: "approval" });

    export async function outputs() {
      const counted = await counter.invoke({ count: 1 });
      const total: number = counted.count! + counted.trail!.length;
      const said: Message[] = (await chat.invoke({ messages: ["hi"] })).messages ?? [];
      const answered = await context.invoke({ question: "?" }, { context: { user: "Ada" } });
      const answer: string = answered.answer${sure};
      const child: NestedChildGraph["Output"] = { messages: said, trail: ["a"] };
      return { total, answer, child };
    }
    export async function chunks() {
      for await (const update of await approval.stream({ topic: "rain" })) {
        if ("write" in update) return update.write;
      }
      for await (const [mode, data] of await chat.stream(null, { streamMode: ["values", "messages"] })) {
        if (mode === "values") return data.messages?.[0]?.content;
        return data[0].type;
      }
      return undefined;
    }
    export async function mistakes() {
      // @ts-expect-error a count is a number
      await counter.invoke({ count: "1" });
      // @ts-expect-error there is no such member
      await counter.invoke({ cuont: 1 });
      // @ts-expect-error the context needs its user
      await context.invoke({}, { context: { tone: "plain" } });
      // @ts-expect-error there is no such tone
      await context.invoke({}, { context: { user: "Ada", tone: "rude" } });
      // @ts-expect-error no node is called that
      for await (const update of await approval.stream({})) if (update.wrote) return;
      // @ts-expect-error a state has no such value
      (await counter.getState({})).values.total;
    }`;
  const uses = { "use.ts": use, ...(isPython() ? { "use-of-python.ts": useOfPython } : {}) };
  expect(await typeErrors({ "graphs.ts": text, ...uses })).toBe("");

  expect(await runCommand([...args, "--check"])).toMatchObject({ code: 0 });
  expect(await runCommand(args)).toMatchObject({ code: 0 });
  expect(readFileSync(out, "utf8")).toBe(text);
});

test("only the graphs asked for are written, also when asked for by an assistant's id", async () => {
  const { data = [] } = await serverClient().POST("/assistants/search", { body: { graph_id: "counter" } });
  const [assistant] = data;
  const out = join(folder, "some.ts");
  const args = [
    "types",
    "--url",
    url,
    "--graph",
    "nested",
    "--graph",
    assistant?.assistant_id ?? "",
    "--out",
    out,
  ];
  expect(await runCommand(args)).toMatchObject({ code: 0 });
  expect(interfacesOf(readFileSync(out, "utf8"))).toEqual([
    "CounterGraph",
    "NestedGraph",
    "NestedChildGraph",
    "NestedChildGrandGraph",
  ]);
});
