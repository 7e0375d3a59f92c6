import type { Client as OfficialClient } from "#langgraph-sdk";
import { type AgentServer, ClientAgentServer } from "./sdk/agent-server.js";
import { type ClientConfig, Client as OwnClient, toCoreClient } from "./sdk/client.js";

export type { AgentCommand, AgentEventFilter, AgentEventStream, AgentServer } from "./sdk/agent-server.js";
export type { ClientConfig } from "./sdk/client.js";
export type { ThreadStreamClass } from "./sdk/threads.js";

/**
 * A client for a LangGraph server, in the form that other libraries expect. It is typed as `Client` of
 * `@langchain/langgraph-sdk` where that is installed, because they ask for its class; else by types of our own.
 */
export type Client<State = unknown, Update = State, Custom = unknown> = OfficialClient<State, Update, Custom>;

/** Makes a {@link Client}. */
export interface ClientConstructor {
  new <State = Record<string, unknown>, Update = State, Custom = unknown>(
    config?: ClientConfig,
  ): Client<State, Update, Custom>;
}

/** The type that other libraries ask for is that of a class with private members, which no other class is assignable to. */
const declared = <Declared>(made: new (config?: ClientConfig) => object): Declared => made as Declared;

/**
 * Makes a {@link Client} over this package's transport: runs are started once, and the cut stream of
 * a run that was started with `streamResumable` is resumed.
 */
export const Client: ClientConstructor = declared<ClientConstructor>(OwnClient);

/**
 * An adapter for the thread protocol, as `useStream` of `@langchain/react` takes it for its `transport`.
 *
 * @param config - how to reach the server, and the thread, where it is known
 */
export function agentServer(config?: (ClientConfig & { threadId?: string | undefined }) | null): AgentServer {
  return new ClientAgentServer(toCoreClient(config ?? {}), config?.threadId);
}
