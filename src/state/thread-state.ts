import type { components } from "../../generated/schema.js";
import { toCheckpoint, toConfig } from "../checkpoint.js";
import { result } from "../client/answers.js";
import { kindOf } from "../client/client.js";
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
  const query = subgraphs ? { subgraphs } : {};
  const checkpoint = toCheckpoint(config);
  if (checkpoint === undefined)
    return result(client.GET("/threads/{thread_id}/state", { ...init, params: { ...params, query } }));
  const { checkpoint_id, checkpoint_ns = "" } = checkpoint;
  const isHead = checkpoint_id === undefined;
  const kind = isHead || subgraphs ? await kindOf(client, init) : undefined;
  if (isHead && kind === "aegra") {
    const at = { ...params, query: { ...query, checkpoint_ns } };
    return result(client.GET("/threads/{thread_id}/state", { ...init, params: at }));
  }
  const body = { checkpoint, ...(kind && subgraphs ? { subgraphs: toWireFlag(kind) } : {}) };
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
