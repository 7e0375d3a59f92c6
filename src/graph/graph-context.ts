import type { Client } from "../client/client-calls.js";
import { mergeConfigs } from "../config.js";
import type { RemoteGraphOptions } from "../remote-options.js";
import { type CallInit, toCallInit } from "../run/run-requests.js";
import type { Decode } from "../stream-mode.js";
import type { RequestOptions, RunnableConfig } from "../types.js";
import { toMessageDecoder } from "../wire/messages.js";

/** What all calls of a graph have in common. */
export interface GraphContext {
  readonly client: Client;
  readonly options: RemoteGraphOptions;
  /** Lies under every call's config. */
  readonly config: RunnableConfig;
  /** How many levels below a parent's node lies what the graph stands for there. */
  readonly depth: number;
  /** Makes messages of a library; absent where they stay plain objects. */
  readonly decode: Decode | undefined;
}

export function toContext(options: RemoteGraphOptions, client: Client): GraphContext {
  const { config = {}, coerceMessages } = options;
  const decode = coerceMessages && toMessageDecoder(coerceMessages);
  return { client, options: { ...options, client }, config, depth: 0, decode };
}

/** The options of a call that is no run, from its config and from what stands beside it. */
export function toInit(config: RequestOptions, options: RequestOptions): CallInit {
  const signal = options.signal ?? config.signal ?? null;
  return toCallInit(mergeConfigs<RequestOptions>(config, options), signal);
}
