import type { Browser } from "playwright-core";
import { startReactExample } from "../../../examples/react/server.js";
import { freePort } from "../../support/free-port.js";
import { type ServerKind, startServer } from "../../support/servers/index.js";
import { launchBrowser } from "./browser.js";
import { ChatPage } from "./chat-page.js";

export interface ReactSite {
  readonly url: string;
  /** Where the agent's server listens. */
  readonly serverUrl: string;
  readonly browser: Browser;
  close(): Promise<void>;
}

/** The example on a server of its own, and a browser to open it in. */
export async function startReactSite(kind: ServerKind): Promise<ReactSite> {
  const agent = await startServer({ kind, graphs: ["assistant"] });
  const example = await startReactExample({ langgraphUrl: agent.url, port: await freePort() });
  const browser = await launchBrowser();
  return {
    url: example.url,
    serverUrl: agent.url,
    browser,
    close: async () => {
      await browser.close();
      await example.close();
      await agent.stop();
    },
  };
}

/** The page, and what its script has not caught. */
export async function openReactPage(
  site: ReactSite,
  options: Parameters<Browser["newPage"]>[0] = {},
): Promise<{ chat: ChatPage; uncaught: Error[] }> {
  const page = await site.browser.newPage({ viewport: { width: 1100, height: 760 }, ...options });
  const uncaught: Error[] = [];
  page.on("pageerror", (error) => uncaught.push(error));
  await page.goto(site.url);
  await page.locator("#text").waitFor({ timeout: 30_000 });
  return { chat: new ChatPage(page), uncaught };
}
