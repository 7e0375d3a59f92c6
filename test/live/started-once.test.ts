import { expect, inject, test } from "vitest";
import { createClient, RemoteGraph } from "../../src/index.js";
import { forEach } from "../reliability/support/figures.js";
import {
  type Answer,
  Cut,
  type RawAnswer,
  type RecordedRequest,
  startScriptedServer,
} from "../support/scripted-server.js";

const target = inject("serverUrl");
const direct = createClient({ url: target, apiKey: null });

async function* cutAfter(text: string) {
  yield text;
  throw new Cut();
}

/** What becomes of a start that the server has taken: no answer, half of one, or one that says nothing of it. */
const HARMS: Record<string, (request: RecordedRequest) => Answer | RawAnswer | Promise<Answer>> = {
  "is reset before its headers": () => {
    throw new Cut();
  },
  "is closed before its headers": () => ({ raw: "" }),
  "is reset inside its headers": () => ({ raw: cutAfter("HTTP/1.1 200 OK\r\ncontent-ty") }),
  "is reset after its headers": () => ({
    headers: { "content-type": "text/event-stream" },
    body: cutAfter(""),
  }),
  "never answers": async ({ closed }) => {
    await closed;
    return {};
  },
  "is a 500": () => ({ status: 500, body: "Internal Server Error" }),
  "is a 502": () => ({ status: 502, body: "Bad Gateway" }),
  "is a 503 without Retry-After": () => ({ status: 503, body: "Service Unavailable" }),
  "is a 504": () => ({ status: 504, body: "Gateway Timeout" }),
};

/** Passes requests on to the real server, but spoils the first answer to each start. */
async function startSpoilingServer() {
  const spoilt = new Set<string>();
  return startScriptedServer(async (request) => {
    const { method, path, headers, body } = request;
    const response = await fetch(`${target}${path}`, {
      method,
      headers: {
        "content-type": "application/json",
        "last-event-id": String(headers["last-event-id"] ?? ""),
      },
      ...(method === "GET" ? {} : { body }),
    });
    if (method === "POST" && path.endsWith("/runs/stream") && !spoilt.has(path)) {
      spoilt.add(path);
      await response.body?.cancel();
      const { config }: { config: { configurable: { harm: string } } } = JSON.parse(body);
      const harm = HARMS[config.configurable.harm];
      if (harm === undefined) throw new Error("a harm that there is not");
      return harm(request);
    }
    const type = response.headers.get("content-type") ?? "";
    return { status: response.status, headers: { "content-type": type }, body: response.body ?? "" };
  });
}

const STARTS = process.env.SOAK ? 200 : 54;

test(`${STARTS} starts that fail after the server took them make ${STARTS} runs`, async () => {
  const server = await startSpoilingServer();
  const graph = new RemoteGraph<{ Output: { said: unknown } }>({
    graphId: "echo",
    url: server.url,
    apiKey: null,
    timeoutMs: 6000,
  });
  const ways = Object.keys(HARMS);
  const runs: number[] = [];
  const outputs: unknown[] = [];
  await forEach(Array.from({ length: STARTS }), 12, async (_, index) => {
    const thread_id = crypto.randomUUID();
    const harm = ways[index % ways.length];
    const { said } = await graph.invoke({ said: index }, { configurable: { thread_id, harm } });
    outputs[index] = said;
    const { data } = await direct.GET("/threads/{thread_id}/runs", { params: { path: { thread_id } } });
    runs[index] = data?.length ?? 0;
  }).finally(() => server.close());
  const posts = server.requests.filter(({ method, path }) => method === "POST" && path.endsWith("/stream"));
  const total = runs.reduce((sum, count) => sum + count, 0);
  console.log(
    `starts that fail: ${JSON.stringify({ starts: STARTS, ways, posts: posts.length, runs: total })}`,
  );
  expect(outputs).toEqual(Array.from({ length: STARTS }, (_, index) => index));
  expect(runs).toEqual(runs.map(() => 1));
  expect(posts.length).toBe(STARTS);
}, 300_000);
