import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { startChatExample } from "../../../examples/chat/server.js";
import { startServer } from "../../support/servers/index.js";
import { launchBrowser } from "./browser.js";

const shots = fileURLToPath(new URL("../../.screenshots/", import.meta.url));

/** What the concierge says to anything but a booking. */
export const HELP =
  "I am a small concierge that runs without a network. Ask me to book a table, and I will ask you before I do it. " +
  "Everything that I say comes word by word, so you can reload this page in the middle and see me go on.";

export interface ChatSite {
  readonly url: string;
  readonly browser: Browser;
  close(): Promise<void>;
}

/** The example on a server of its own, and a browser to open it in. */
export async function startChatSite(): Promise<ChatSite> {
  mkdirSync(shots, { recursive: true });
  const langgraph = await startServer({ graphs: ["concierge"] });
  const example = await startChatExample({ langgraphUrl: langgraph.url });
  const browser = await launchBrowser();
  return {
    url: example.url,
    browser,
    close: async () => {
      await browser.close();
      await example.close();
      await langgraph.stop();
    },
  };
}

/** What a person does with the page, and sees of it. */
export class ChatPage {
  constructor(readonly page: Page) {}

  static async open(site: ChatSite, options: Parameters<Browser["newPage"]>[0] = {}): Promise<ChatPage> {
    const page = await site.browser.newPage({ viewport: { width: 1100, height: 760 }, ...options });
    await page.goto(site.url);
    const opened = new ChatPage(page);
    await opened.drawn();
    return opened;
  }

  readonly drawn = () => this.page.locator("#graph svg").waitFor({ timeout: 30_000 });
  readonly idle = () => this.page.locator("#stop").waitFor({ state: "hidden", timeout: 30_000 });
  readonly answering = () => this.page.locator(".message.ai").last().waitFor({ timeout: 30_000 });
  readonly messages = (type: "human" | "ai" | "tool") => this.page.locator(`.message.${type}`);
  readonly checkpoints = (text: string) => this.page.locator("#history button", { hasText: text });
  readonly approve = () => this.page.getByRole("button", { name: "Approve" });
  readonly shoot = (name: string) => this.page.screenshot({ path: join(shots, `${name}.png`) });

  async say(text: string): Promise<void> {
    await this.page.locator("#text").fill(text);
    await this.page.locator("#text").press("Enter");
  }

  /** Says it, and waits for the whole answer, or the question. */
  async ask(text: string): Promise<void> {
    const answers = await this.messages("ai").count();
    await this.say(text);
    await this.messages("ai").nth(answers).waitFor({ timeout: 30_000 });
    await this.idle();
  }

  /** Notes each text that the last answer has had on the page. */
  async watchAnswer(): Promise<() => Promise<string[]>> {
    await this.page.evaluate(`
      globalThis.seen = new Set();
      new MutationObserver(() => {
        const answer = [...document.querySelectorAll(".message.ai")].at(-1);
        if (answer) seen.add(answer.textContent);
      }).observe(document.getElementById("messages"), { childList: true, subtree: true, characterData: true });`);
    return () => this.page.evaluate("[...seen]");
  }
}
