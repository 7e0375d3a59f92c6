import type { components } from "../../generated/schema.js";
import { toCheckpoint, toConfig } from "../checkpoint.js";
import { result } from "../client/answers.js";
import { serverOf } from "../client/client.js";
import type { Client } from "../client/client-calls.js";
import { requireThreadId } from "../config.js";
import type { CallInit } from "../run/run-requests.js";
import { toWire } from "../serialize.js";
import { toWireFlag } from "../servers/server.js";
import type { CheckpointSelection, RunnableConfig } from "../types.js";

type WireState = components["schemas"]["ThreadState"];

/** The state of a thread that no run has touched. */
export const NEVER_RUN: WireState = { values: {}, next: [], tasks: [], checkpoint: null, created_at: null };

/** A thread's state, the latest or the one that the config's checkpoint selects. */
export async function readState(
  client: Client,
  config: RunnableConfig,
  { subgraphs = false }: { subgraphs?: boolean | undefined },
  init: CallInit,
): Promise<WireState> {
  const params = { path: { thread_id: requireThreadId(config, "getState") } };
  const checkpoint = toCheckpoint(config);
  if (checkpoint === undefined) {
    const query = subgraphs ? { subgraphs } : {};
    return result(client.GET("/threads/{thread_id}/state", { ...init, params: { ...params, query } }));
  }
  const flag = subgraphs ? { subgraphs: toWireFlag(await serverOf(client).kind()) } : {};
  const body = { checkpoint, ...flag };
  return result(client.POST("/threads/{thread_id}/state/checkpoint", { ...init, params, body }));
}

/** Writes to a thread's state, and gives the config of the checkpoint that this made. */
export async function writeState(
  client: Client,
  config: RunnableConfig,
  { values, asNode }: { values: unknown; asNode: string | undefined },
  init: CallInit,
): Promise<CheckpointSelection> {
  const thread_id = requireThreadId(config, "updateState");
  const checkpoint = toCheckpoint(config);
  const body = {
    values: toWire(values, "values") as Record<string, unknown> | null,
    ...(asNode === undefined ? {} : { as_node: asNode }),
    ...(checkpoint === undefined ? {} : { checkpoint }),
  };
  const params = { path: { thread_id } };
  const call = client.POST("/threads/{thread_id}/state", { ...init, params, body });
  return toConfig((await result(call)).checkpoint, thread_id);
}
