import { describe, expect, test } from "vitest";
import { checkProtocolEvent } from "../../support/event-schemas.js";
import { client, ids, ok, parseEvents } from "../support.js";

const params = { path: { thread_id: ids.thread_id } };
const accept = "text/event-stream, application/json";

describe("streams of a thread", () => {
  test("streamThread", async () => {
    const { response, data } = await client.GET("/threads/{thread_id}/stream", {
      params: {
        ...params,
        // Prism splits no list at its commas where a single word would do as well
        query: { stream_modes: "run_modes" },
        header: { "Last-Event-ID": "-" },
      },
      headers: { accept },
      parseAs: "text",
    });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    expect(parseEvents(data ?? "").length).toBeGreaterThan(1);
  });

  test.each(["interrupts", "chat", "subgraphs"])("streamThreadEvents, %s", async (example) => {
    const { data } = await client.POST("/threads/{thread_id}/stream/events", {
      params,
      body: {
        channels: ["lifecycle", "messages", "input", "custom:progress"],
        namespaces: [[], ["child"]],
        depth: 1,
        since: 0,
      },
      headers: { accept, prefer: `example=${example}` },
      parseAs: "text",
    });
    const events = parseEvents(data ?? "");
    expect(events.length).toBeGreaterThan(1);
    expect(events.flatMap(({ event, data }) => checkProtocolEvent(event, data))).toEqual([]);
  });

  test.each(["started", "refused"])("sendThreadCommand, %s", async (example) => {
    const answer = await ok(
      client.POST("/threads/{thread_id}/commands", {
        params,
        body: { id: 1, method: "run.start", params: { assistant_id: "agent", input: null } },
        headers: { prefer: `example=${example}` },
      }),
    );
    if (answer.type === "success") expect(answer.result).toBeTypeOf("object");
    else expect(answer.message).toEqual(expect.any(String));
  });
});
