import { expect, inject, test } from "vitest";
import { onServer } from "./support/on-server.js";

const url = inject("serverUrl");
/** The release of langgraph-api, or of aegra, that is pinned. */
const versions = { js: "1.5.1", "js-2.0.0": "2.0.0", python: "0.16.7", aegra: "0.11.0" };

test("the server answers that it is well, and says which release it is", async () => {
  const health = onServer({
    js: ["/ok", { ok: true }],
    python: ["/ok", { ok: true, services: {} }],
    aegra: ["/health", expect.objectContaining({ status: "healthy" })],
  });
  expect(await (await fetch(`${url}${health[0]}`)).json()).toEqual(health[1]);
  const info = await (await fetch(`${url}/info`)).json();
  expect(info.version).toBe(versions[inject("serverKind")]);
});

test("nothing is traced", async () => {
  const info = await (await fetch(`${url}/info`)).json();
  expect(info.flags.langsmith).toBe(onServer({ js: false, python: false, aegra: undefined }));
});
