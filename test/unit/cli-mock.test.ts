import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { runCommand } from "../support/cli.js";

async function withTakenPort<T>(use: (port: number) => Promise<T>): Promise<T> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  try {
    return await use(typeof address === "object" && address !== null ? address.port : 0);
  } finally {
    server.close();
  }
}

test.each(["0", "70000", "1.5", "http"])("refuses the port %s", async (port) => {
  expect(await runCommand(["mock", "--port", port])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/--port takes a number/),
  });
});

test("says so when the port is in use", async () => {
  await withTakenPort(async (port) => {
    const said = `port ${port} is in use; choose another with --port N\n`;
    expect(await runCommand(["mock", "--port", String(port)])).toEqual({ code: 2, out: "", err: said });
  });
});

test("serves the document until it is stopped", async () => {
  const port = await withTakenPort(async (free) => free);
  const args = ["--import", "tsx", "src/cli/main.ts", "mock", "--port", String(port)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const exit = once(child, "exit");
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) if (line.includes("Prism is listening")) break;
  // what is read no further would block the command
  child.stdout.resume();

  const ok = await fetch(`http://127.0.0.1:${port}/ok`);
  expect(await ok.json()).toEqual({ ok: true });
  const refused = await fetch(`http://127.0.0.1:${port}/threads/no-uuid`);
  expect(refused.status).toBeGreaterThanOrEqual(400);

  child.kill("SIGTERM");
  expect(await exit).toEqual([0, null]);
  await expect(fetch(`http://127.0.0.1:${port}/ok`)).rejects.toThrow();
});
