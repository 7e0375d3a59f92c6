import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { startTcpProxy } from "../support/tcp-proxy.js";
import { needs } from "./support/features.js";
import { remoteGraph, serverUrl } from "./support/graphs.js";

const v3 = { version: "v3", transport: "websocket" } as const;
const reader = fileURLToPath(new URL("support/websocket-reader.ts", import.meta.url));

/** What the reader saw, in a Node that has a WebSocket. */
async function readElsewhere(proxyUrl: string): Promise<unknown> {
  const args = ["--experimental-websocket", "--import", "tsx", reader, serverUrl(), proxyUrl];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout);
}

test("a run is read and answered over a WebSocket", needs("protocol over WebSocket"), async () => {
  const proxy = await startTcpProxy({
    target: serverUrl(),
    // the first bytes are the handshake's and the first events'
    onRequest: ({ method, path }) =>
      method === "GET" && /\/stream\/events$/.test(path)
        ? { response: { cut: { afterBytes: 1200, how: "reset" } } }
        : undefined,
  });
  try {
    expect(await readElsewhere(proxy.url)).toMatchObject({
      tokens: [["You", " said:", " Hello", " there."]],
      answered: {
        asked: 2,
        output: {
          decision: "yes",
          confirmation: "yes",
          visits: ["write", "review", "publish", "confirm", "archive"],
        },
      },
      again: [
        [4, 3],
        [3, 2],
      ],
      cut: {
        read: "StreamError",
        output: { status: "fulfilled", value: { visits: ["prepare", "dawdle"] } },
      },
    });
    expect(proxy.count("GET", /\/stream\/events$/)).toBe(1);
  } finally {
    await proxy.close();
  }
});

test("a platform without a WebSocket is told so before anything is started", async () => {
  const { WebSocket } = globalThis;
  Reflect.deleteProperty(globalThis, "WebSocket");
  try {
    const proxy = await startTcpProxy({ target: serverUrl() });
    const started = remoteGraph("counter", { url: proxy.url }).streamEvents({ limit: 1 }, v3);
    await expect(started).rejects.toBeInstanceOf(TypeError);
    expect(proxy.requests).toEqual([]);
    await proxy.close();
  } finally {
    if (WebSocket !== undefined) Object.assign(globalThis, { WebSocket });
  }
});
