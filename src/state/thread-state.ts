import type { components } from "../../generated/schema.js";
import { toCheckpoint, toConfig } from "../checkpoint.js";
import { type Client, result } from "../client.js";
import { requireThreadId } from "../config.js";
import { inDialect, toWireFlag } from "../dialect.js";
import type { CallInit } from "../run/run-requests.js";
import { toWire } from "../serialize.js";
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
    return result(
      client,
      client.GET("/threads/{thread_id}/state", { ...init, params: { ...params, query } }),
    );
  }
  return inDialect(client, (dialect) => {
    const body = subgraphs ? { checkpoint, subgraphs: toWireFlag(dialect) } : { checkpoint };
    return result(client, client.POST("/threads/{thread_id}/state/checkpoint", { ...init, params, body }));
  });
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
  return toConfig((await result(client, call)).checkpoint, thread_id);
}
