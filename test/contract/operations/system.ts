import { describe, expect, test } from "vitest";
import { client, ok } from "../support.js";

describe("system", () => {
  test("checkHealth", async () => {
    const { ok: healthy } = await ok(client.GET("/ok", { params: { query: { check_db: 1 } } }));
    expect(healthy).toBe(true);
  });

  test.each([
    ["python", { ok: true, services: expect.any(Object) }],
    ["aegra", { message: "Aegra", version: expect.any(String), status: "running" }],
  ])("checkRoot, %s", async (example, answer) => {
    expect(await ok(client.GET("/", { headers: { prefer: `example=${example}` } }))).toEqual(answer);
  });

  test.each(["javascript", "python"])("getServerInfo, %s", async (example) => {
    const info = await ok(client.GET("/info", { headers: { prefer: `example=${example}` } }));
    expect(info.version).toEqual(expect.any(String));
    expect(info.flags).toBeTypeOf("object");
  });

  test("getMetrics, in both formats", async () => {
    const text = client.GET("/metrics", { params: { query: { format: "prometheus" } }, parseAs: "text" });
    expect(await ok(text)).toBeTypeOf("string");
    const headers = { accept: "application/json" };
    const json = client.GET("/metrics", { params: { query: { format: "json" } }, headers });
    expect(await ok(json)).toBeTypeOf("object");
  });

  test("getDocs", async () => {
    expect(await ok(client.GET("/docs", { parseAs: "text" }))).toMatch(/^<!doctype html>/i);
  });

  test("getOpenApiDocument", async () => {
    expect((await ok(client.GET("/openapi.json"))).openapi).toMatch(/^3\./);
  });
});
