import { expect, inject, onTestFinished, vi } from "vitest";
import { createClient } from "../../../src/index.js";
import { startTcpProxy, type TcpProxy, type TcpProxyOptions } from "../../support/tcp-proxy.js";

const { js, python } = inject("consumerServers");

/** The servers there are, by name. */
export const servers = [
  { kind: "JavaScript", url: js },
  { kind: "Python", url: python },
].filter(({ url }) => url !== "");

export const message = (content: string) => ({ messages: [{ type: "human" as const, content }] });

/** A way to a server that can be cut. */
export async function startCuttable(
  target: string,
  onRequest?: TcpProxyOptions["onRequest"],
): Promise<TcpProxy> {
  const proxy = await startTcpProxy({ target, ...(onRequest && { onRequest }) });
  onTestFinished(() => proxy.close());
  return proxy;
}

/** The runs of a thread, the newest first. */
export async function runsOf(
  url: string,
  thread_id: string,
): Promise<{ run_id?: string; status?: string }[]> {
  const { data = [] } = await createClient({ url, apiKey: null }).GET("/threads/{thread_id}/runs", {
    params: { path: { thread_id } },
  });
  return data;
}

/** Waits until the thread's only run has been stopped. */
export const untilStopped = (url: string, threadId: string): Promise<void> =>
  vi.waitFor(async () => expect(await runsOf(url, threadId)).toMatchObject([{ status: "interrupted" }]), {
    timeout: 30_000,
  });

/** An example of LangSmith's, that nobody has stored. */
export const toExample = (content: string) => ({
  id: crypto.randomUUID(),
  dataset_id: crypto.randomUUID(),
  created_at: new Date().toISOString(),
  inputs: message(content),
  runs: [],
});
