/**
 * The main job in one go: starts a LangGraph server on this machine, draws a graph, streams its tokens, stops at an interrupt,
 * resumes, and shows state and history. `npm run demo -- [--server js|js-2.0.0|python|aegra]`; needs no keys.
 */
import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { Command, RemoteGraph } from "../src/index.js";
import { prepareServer, serverKinds, startServer, toServerKind } from "../test/support/servers/index.js";
import { fail } from "./fail.js";

interface EssayGraph {
  State: { topic: string; approved: boolean; status: string };
  Input: { topic: string; delayMs?: number };
}

const step = (text: string) => console.log(`\n── ${text}`);

async function demo(url: string): Promise<void> {
  const graph = new RemoteGraph<EssayGraph>({ graphId: "essay", url, apiKey: null });

  step("The graph, as the server draws it (Mermaid)");
  console.log((await graph.getGraphAsync()).drawMermaid({ withStyles: false }));

  const config = { configurable: { thread_id: randomUUID() } };
  step(`A run on thread ${config.configurable.thread_id}: tokens as they come`);
  const stream = await graph.stream(
    { topic: "graphs", delayMs: 40 },
    { ...config, streamMode: ["messages", "updates"] },
  );
  for await (const [mode, data] of stream) {
    if (mode === "messages") process.stdout.write(String(data[0].content));
    else if (data.__interrupt__) console.log("\n   waits for an answer:", data.__interrupt__[0]?.value);
  }

  step("The answer: yes");
  const { status, approved } = await graph.invoke(new Command({ resume: true }), config);
  console.log(`   status: ${status}, approved: ${approved}`);

  step("The thread's state");
  const state = await graph.getState(config);
  console.log(
    `   checkpoint ${state.config.configurable?.checkpoint_id}, next: ${state.next.join(", ") || "nothing"}`,
  );

  step("Its history, newest first");
  for await (const { metadata, next, values } of graph.getStateHistory(config)) {
    console.log(
      `   step ${metadata?.step}: status ${values.status ?? "-"}, then ${next.join(", ") || "the end"}`,
    );
  }

  step("Done: one graph drawn, one run streamed, interrupted and resumed, its state and history read.");
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { server: { type: "string", default: serverKinds[0] } } });
  const kind = toServerKind(values.server);
  step(`Starting a LangGraph server: ${kind}`);
  await prepareServer(kind, (line) => console.log(`   ${line}`));
  const server = await startServer({ kind, graphs: ["essay"] });
  console.log(`   ${server.url}`);
  try {
    await demo(server.url);
  } finally {
    await server.stop();
  }
}

main().catch(fail);
