import { afterEach } from "vitest";
import { type Client, type ClientOptions, createClient } from "../../../src/index.js";
import {
  type Answer,
  Cut,
  type RawAnswer,
  type Script,
  type ScriptedServer,
  startScriptedServer,
} from "../../support/scripted-server.js";

const servers: ScriptedServer[] = [];

/** Starts a server that follows the script; it is closed after the test. */
export async function serve(script: Script): Promise<ScriptedServer> {
  const server = await startScriptedServer(script);
  servers.push(server);
  return server;
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** Starts a server that follows the script, and a client of it. */
export async function connect(
  script: Script,
  options: Partial<ClientOptions> = {},
): Promise<{ client: Client; server: ScriptedServer }> {
  const server = await serve(script);
  return { client: createClient({ url: server.url, apiKey: null, ...options }), server };
}

/** Gives these answers one after another, then the last one for ever; a `Cut` resets the connection. */
export const inTurn =
  (...answers: (Answer | RawAnswer | Cut)[]): Script =>
  ({ index }) => {
    const answer = answers[Math.min(index, answers.length - 1)] ?? {};
    if (answer instanceof Cut) throw answer;
    return answer;
  };

/** An answer to `GET /info`. */
export const info: Answer = { body: { version: "1", flags: {} } };

export const never = (): Promise<Answer> => new Promise(() => {});
