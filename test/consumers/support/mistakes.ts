import { onTestFinished } from "vitest";
import { freePort } from "../../support/free-port.js";
import { startScriptedServer } from "../../support/scripted-server.js";
import { servers } from "./servers.js";

/** What a consumer is set up with. */
export interface Setup {
  url: string;
  assistantId: string;
  apiKey: string | null;
}

/** A mistake of a caller's. */
interface Mistake {
  mistake: string;
  /** Sets up what a caller does who makes it. */
  setUp: () => Promise<Setup>;
  /** Our words for it, which a consumer has to pass on. */
  words: RegExp;
}

/** A server behind keys, none of which is known: it answers as a deployment on LangSmith does, and as one with auth of its own. */
async function startKeyed(): Promise<string> {
  const server = await startScriptedServer(({ headers }) =>
    headers["x-api-key"] === undefined
      ? { status: 403, body: { detail: "Missing authentication headers" } }
      : { status: 401, headers: { "content-type": "text/plain" }, body: "Invalid API key" },
  );
  onTestFinished(() => server.close());
  return server.url;
}

/** The mistakes that callers make. */
export const mistakes: Mistake[] = [
  ...servers.map(({ kind, url }) => ({
    mistake: `an assistant that the ${kind} server does not have`,
    setUp: async () => ({ url, assistantId: "no-such-agent", apiKey: null }),
    words: /\b(POST|GET) \/\S+: (404|422) .*no-such-agent/,
  })),
  {
    mistake: "a server that is not there",
    setUp: async () => ({ url: `http://127.0.0.1:${await freePort()}`, assistantId: "chat", apiKey: null }),
    words: /\b(POST|GET) \/\S+: no answer from http:\/\/127\.0\.0\.1:\d+: connect ECONNREFUSED/,
  },
  {
    mistake: "no API key",
    setUp: async () => ({ url: await startKeyed(), assistantId: "chat", apiKey: null }),
    words: /\b(POST|GET) \/\S+: 403 Missing authentication headers/,
  },
  {
    mistake: "a wrong API key",
    setUp: async () => ({ url: await startKeyed(), assistantId: "chat", apiKey: "not-the-key" }),
    words: /\b(POST|GET) \/\S+: 401 Invalid API key/,
  },
];

/** The mistake that our client notices by itself, where the consumer does not before. */
export const noAssistant: Mistake = {
  mistake: "no assistant",
  setUp: async () => ({ url: servers[0]?.url ?? "", assistantId: "", apiKey: null }),
  words: /streamRun needs assistantId: an assistant id or a graph name/,
};
