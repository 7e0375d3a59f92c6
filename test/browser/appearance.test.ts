import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ChatPage, type ChatSite, startChatSite } from "./support/chat-page.js";
import { findFaintText, measureOutline } from "./support/contrast.js";

const SIZES = { desktop: { width: 1100, height: 760 }, phone: { width: 360, height: 740 } };

let site: ChatSite;
beforeAll(async () => {
  site = await startChatSite();
}, 120_000);
afterAll(() => site?.close());

describe.each(["light", "dark"] as const)("in the %s", (colorScheme) => {
  it.each(["desktop", "phone"] as const)("reads well at each step on a %s", async (size) => {
    const chat = await ChatPage.open(site, { colorScheme, viewport: SIZES[size] });
    const look = async (step: string) => {
      await chat.shoot(`${colorScheme}-${size}-${step}`);
      expect(await chat.page.evaluate(findFaintText)).toEqual([]);
      const [width, shown] = await chat.page.evaluate<number[]>(
        "[document.documentElement.scrollWidth, innerWidth]",
      );
      expect(width).toBe(shown);
    };
    await look("start");
    await chat.say("hello");
    await chat.answering();
    await look("streaming");
    await chat.idle();
    await chat.ask("book a table");
    await look("approval");
    expect(await chat.page.evaluate(measureOutline)).toBeGreaterThanOrEqual(3);
    await chat.approve().click();
    await chat.messages("tool").waitFor({ timeout: 30_000 });
    await chat.idle();
    await look("approved");
    await chat.checkpoints("finished").last().click();
    await look("time-travel");
    await chat.page.close();
  });
});

it("keeps the composer in sight however long the conversation is", async () => {
  for (const { width } of Object.values(SIZES)) {
    const viewport = { width, height: 500 };
    const chat = await ChatPage.open(site, { viewport });
    for (const text of ["one", "two\n\n\n\n\n\n\n\nlines"]) await chat.ask(text);
    const last = await chat.messages("ai").last().boundingBox();
    const composer = await chat.page.locator("#composer").boundingBox();
    if (last === null || composer === null) throw new Error("not drawn");
    expect(composer.y + composer.height).toBeLessThanOrEqual(viewport.height);
    expect(last.y + last.height).toBeLessThanOrEqual(composer.y);
    await chat.page.close();
  }
});

it("draws the graph anew when the colours change", async () => {
  const chat = await ChatPage.open(site, { colorScheme: "light" });
  const inLight = await chat.page.locator("#graph").innerHTML();
  await chat.page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(() => chat.page.locator("#graph").innerHTML()).not.toBe(inLight);
  await chat.drawn();
  expect(await chat.page.evaluate(findFaintText)).toEqual([]);
  await chat.page.close();
});
