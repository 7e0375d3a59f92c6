import { describe, expect, test } from "vitest";
import { client, empty, ok } from "../support.js";

const params = { header: { Accept: "application/json, text/event-stream" } } as const;

describe("model context protocol", () => {
  test("sendMcpMessage", async () => {
    const body = {
      jsonrpc: "2.0",
      id: 1,
      method: "tools/call",
      params: { name: "agent", arguments: { topic: "tea" } },
    };
    expect(await ok(client.POST("/mcp/", { params, body }))).toMatchObject({ jsonrpc: expect.any(String) });
  });

  test("sendMcpMessage that wants no answer", async () => {
    const body = { jsonrpc: "2.0", method: "notifications/initialized" };
    await empty(client.POST("/mcp/", { params, body, headers: { prefer: "code=202" } }), 202);
  });

  test("openMcpStream, which no server offers", async () => {
    const { response } = await client.GET("/mcp/", { headers: { prefer: "code=405" } });
    expect(response.status).toBe(405);
  });

  test("endMcpSession, of which there are none", async () => {
    const { response } = await client.DELETE("/mcp/", { headers: { prefer: "code=404" } });
    expect(response.status).toBe(404);
  });
});
