import type { Client as OfficialClient, ThreadState } from "@langchain/langgraph-sdk";
import { type AgentServerAdapter, ThreadStream } from "@langchain/langgraph-sdk/client";
import { type AgentServer, agentServer, Client, type ClientConfig } from "langgraph-remote/sdk";
import { expectType } from "./expect.js";

// where the SDK is installed the client is its client, which other libraries ask for by name
const Constructor: new (config?: ClientConfig) => OfficialClient = Client;
const client = new Client<{ count: number }>({ apiUrl: "http://localhost:2024", apiKey: null, ThreadStream });
const official: OfficialClient<{ count: number }> = client;
expectType<OfficialClient<{ count: number }, { count: number }, unknown>>().of(client);
expectType<ThreadState<{ count: number }>>().of(await client.threads.getState("t"));
for await (const part of official.runs.stream(null, "agent", { input: {}, streamMode: "values" })) {
  if (part.event === "values") expectType<{ count: number }>().of(part.data);
}
new Constructor({ apiUrl: "http://localhost:2024", callerOptions: { maxRetries: 0 } });
// @ts-expect-error no such option
new Client({ url: "http://localhost:2024" });

const server = agentServer({ apiUrl: "http://localhost:2024" });
expectType<AgentServer>().of(server);
const adapter: AgentServerAdapter = server;
new ThreadStream(adapter, { assistantId: "agent" });
