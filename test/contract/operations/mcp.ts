import { describe, expect, test } from "vitest";
import { checkedFetch, client, empty, mockUrl, ok } from "../support.js";

const params = { header: { Accept: "application/json, text/event-stream" } } as const;

/** `/mcp`, and the path that redirects to it. */
describe.each(["/mcp", "/mcp/"] as const)("model context protocol at %s", (path) => {
  test("sendMcpMessage", async () => {
    const body = {
      jsonrpc: "2.0",
      id: 1,
      method: "tools/call",
      params: { name: "agent", arguments: { topic: "tea" } },
    };
    expect(await ok(client.POST(path, { params, body }))).toMatchObject({ jsonrpc: expect.any(String) });
  });

  test("sendMcpMessage that wants no answer", async () => {
    const body = { jsonrpc: "2.0", method: "notifications/initialized" };
    await empty(client.POST(path, { params, body, headers: { prefer: "code=202" } }), 202);
  });

  test("openMcpStream, which no server offers", async () => {
    const { response } = await client.GET(path, { headers: { prefer: "code=405" } });
    expect(response.status).toBe(405);
  });

  test("sendMcpMessage, refused", async () => {
    const body = { jsonrpc: "2.0", id: 1, method: "ping" };
    const { error } = await client.POST(path, { params, body, headers: { prefer: "code=400" } });
    expect(error).toEqual({ error: expect.any(String) });
  });

  test("endMcpSession, of which there are none", async () => {
    const { response } = await client.DELETE(path, { headers: { prefer: "code=404" } });
    expect(response.status).toBe(404);
  });
});

test("what is sent to /mcp/ is redirected", async () => {
  const response = await checkedFetch(`${mockUrl}/mcp/`, {
    headers: { prefer: "code=307" },
    redirect: "manual",
  });
  expect(response.status).toBe(307);
  expect(response.headers.get("location")).toMatch(/\/mcp$/);
});
