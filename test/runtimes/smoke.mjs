/**
 * What has to work in every place that JavaScript runs in: plain JavaScript, nothing but the package and the platform.
 * The server is the in-memory one with the fixture graphs.
 */
import { Command, createClient, RemoteGraph } from "langgraph-remote";

const check = (condition, what) => {
  if (!condition) throw new Error(`expected ${what}`);
};

const onNewThread = () => ({ configurable: { thread_id: crypto.randomUUID() } });

/** A fetch whose first event stream breaks off after some bytes, as a network does it. */
function cutOnce(afterBytes) {
  let cut = false;
  return async (url, init) => {
    const response = await fetch(url, init);
    if (cut || !response.headers.get("content-type")?.includes("text/event-stream")) return response;
    cut = true;
    const reader = response.body.getReader();
    let left = afterBytes;
    const body = new ReadableStream({
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) return controller.close();
        controller.enqueue(value.subarray(0, left));
        left -= value.length;
        if (left > 0) return;
        await reader.cancel();
        controller.error(new TypeError("the network broke"));
      },
    });
    return new Response(body, { status: response.status, headers: response.headers });
  };
}

const CASES = {
  async "client call"(url) {
    const { data, response } = await createClient({ url, apiKey: null }).GET("/ok");
    check(response.ok && data?.ok === true, "the server to be well");
  },

  async stream(url) {
    const graph = new RemoteGraph({ graphId: "tokens", url, apiKey: null });
    const words = [];
    for await (const [message] of await graph.stream({ count: 5 }, { streamMode: "messages" }))
      words.push(message.content);
    check(words.join("") === "0 1 2 3 4 ", `five words, not ${JSON.stringify(words)}`);
  },

  async resume(url) {
    const graph = new RemoteGraph({ graphId: "tokens", url, apiKey: null, fetch: cutOnce(2500) });
    const words = [];
    const stream = await graph.stream(
      { count: 20, delayMs: 10 },
      { ...onNewThread(), streamMode: "messages" },
    );
    for await (const [message] of stream) words.push(message.content);
    check(
      words.join("") === Array.from({ length: 20 }, (_, at) => `${at} `).join(""),
      `each word once, not ${words}`,
    );
  },

  async abort(url) {
    const graph = new RemoteGraph({ graphId: "tokens", url, apiKey: null });
    const controller = new AbortController();
    const reason = new Error("enough");
    setTimeout(() => controller.abort(reason), 300);
    const error = await graph
      .invoke(
        { count: 100, delayMs: 50 },
        { ...onNewThread(), signal: controller.signal, onDisconnect: "cancel" },
      )
      .catch((thrown) => thrown);
    check(error === reason, `the caller's own reason, not ${error}`);
  },

  async interrupt(url) {
    const graph = new RemoteGraph({ graphId: "essay", url, apiKey: null });
    const config = onNewThread();
    const paused = await graph.invoke({ topic: "rivers" }, config);
    check(paused.__interrupt__?.[0]?.value.question === "Publish this?", "a question");
    const finished = await graph.invoke(new Command({ resume: true }), config);
    check(finished.status === "published", "the answer to be taken");
  },
};

/** Runs every case and gives a line for each; rejects at the first that fails. */
export async function smoke(url) {
  const lines = [];
  for (const [name, run] of Object.entries(CASES)) {
    await run(url).catch((cause) => {
      throw new Error(`${name}: ${cause?.message ?? cause}`, { cause });
    });
    lines.push(`ok ${name}`);
  }
  return lines;
}
