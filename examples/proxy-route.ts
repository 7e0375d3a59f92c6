/**
 * A route handler that stands between a browser and a graph: the key stays on this side, and the browser gets the
 * graph's stream as it comes. A function from `Request` to `Response` serves in Next.js, Hono, Bun, Deno and Workers.
 */
import { RemoteGraph } from "langgraph-remote";

const graph = new RemoteGraph({
  graphId: "chat",
  url: process.env.LANGGRAPH_URL ?? "http://localhost:2024", // the key comes from LANGGRAPH_API_KEY
  onDisconnect: "cancel", // a browser that goes away stops its run
});

export async function POST(request: Request): Promise<Response> {
  const { question, threadId } = await request.json();
  if (typeof question !== "string") return Response.json({ error: "question is missing" }, { status: 400 });

  const events = await graph.stream(
    { messages: [{ role: "user", content: question }] },
    {
      configurable: { thread_id: threadId ?? crypto.randomUUID() },
      streamMode: ["messages", "values"],
      encoding: "text/event-stream",
      signal: request.signal,
    },
  );
  return new Response(events, {
    headers: { "content-type": "text/event-stream", "cache-control": "no-cache" },
  });
}
