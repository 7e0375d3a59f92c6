/** Takes the pictures of the example pages that the README shows: `npm run docs:screenshots`. */
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ChatPage, startChatSite } from "../test/browser/support/chat-page.js";
import { openReactPage, startReactSite } from "../test/browser/support/react-page.js";

const folder = fileURLToPath(new URL("../docs/pictures/", import.meta.url));
const viewport = { width: 1000, height: 700 };
const SCHEMES = ["light", "dark"] as const;

/** Once nothing moves any more: the pointer is nowhere, and the caret does not blink. */
const shoot = ({ page }: ChatPage, name: string) =>
  page.screenshot({ path: `${folder}${name}.png`, caret: "hide", animations: "disabled" });

async function shootReact(): Promise<void> {
  const site = await startReactSite("python");
  try {
    for (const colorScheme of SCHEMES) {
      const { chat } = await openReactPage(site, { colorScheme, viewport });
      await chat.ask("Please search a train to Tartu");
      await chat.ask("Then book two seats");
      await chat.approve().waitFor();
      await chat.checkpoints("8 · before").waitFor();
      await shoot(chat, `react-${colorScheme}`);
    }
  } finally {
    await site.close();
  }
}

async function shootChat(): Promise<void> {
  const site = await startChatSite();
  try {
    for (const colorScheme of SCHEMES) {
      const chat = await ChatPage.open(site, { colorScheme, viewport });
      await chat.ask("Hello, who are you?");
      await chat.ask("Then book a table, please");
      await chat.approve().waitFor();
      await shoot(chat, `chat-${colorScheme}`);
    }
  } finally {
    await site.close();
  }
}

mkdirSync(folder, { recursive: true });
await shootReact();
await shootChat();
