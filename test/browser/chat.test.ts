import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { ChatPage, type ChatSite, HELP, startChatSite } from "./support/chat-page.js";

let site: ChatSite;
let chat: ChatPage;

beforeAll(async () => {
  site = await startChatSite();
}, 120_000);
afterAll(() => site?.close());

beforeEach(async () => {
  chat = await ChatPage.open(site);
});
afterEach(() => chat?.page.close());

/** Each text is the beginning of the whole answer: nothing lost, doubled or out of order. */
function expectWordByWord(seen: string[]): void {
  expect(seen.filter((text) => !HELP.startsWith(text))).toEqual([]);
  expect(seen.at(-1)).toBe(HELP);
  expect(seen.length).toBeGreaterThan(5);
}

it("draws the graph and shows an answer word by word", async () => {
  expect(await chat.page.locator("#graph svg").textContent()).toContain("approval");
  const seen = await chat.watchAnswer();
  await chat.ask("hello");
  expectWordByWord(await seen());
});

it("asks for nothing from any other host", async () => {
  const hosts = new Set<string>();
  chat.page.on("request", (request) => hosts.add(new URL(request.url()).origin));
  await chat.page.reload();
  await chat.drawn();
  await chat.ask("hello");
  expect([...hosts]).toEqual([site.url]);
});

it("shows a tool's call, asks for approval, and goes on when it is given", async () => {
  await chat.ask("book a table");
  expect(await chat.page.locator(".call").textContent()).toContain('book_table({"restaurant":"Noa"');
  await chat.approve().click();
  await chat.messages("tool").waitFor({ timeout: 30_000 });
  await chat.idle();
  expect(await chat.messages("tool").textContent()).toBe("Table for 2 booked at Noa.");
  expect(await chat.approve().count()).toBe(0);
});

it("asks again after a reload while it waits for approval", async () => {
  await chat.ask("book a table");
  await chat.page.reload();
  await chat.approve().click({ timeout: 30_000 });
  await chat.messages("tool").waitFor({ timeout: 30_000 });
});

it("loses no word of an answer to a reload in the middle of it", async () => {
  await chat.say("hello");
  await chat.answering();
  await chat.page.reload({ waitUntil: "commit" });
  await chat.page.locator("#messages").waitFor();
  const seen = await chat.watchAnswer();
  await chat.answering();
  expect(await chat.page.locator("#stop").isVisible()).toBe(true);
  await chat.idle();
  expectWordByWord(await seen());
  expect(await chat.messages("human").allTextContents()).toEqual(["hello"]);
  expect(await chat.messages("ai").count()).toBe(1);
});

it("shows an answer in a second window of the same address too", async () => {
  await chat.say("hello");
  await chat.answering();
  const other = await site.browser.newPage();
  await other.goto(chat.page.url());
  const second = new ChatPage(other);
  await second.answering();
  await second.idle();
  expect(await second.messages("ai").allTextContents()).toEqual([HELP]);
  await other.close();
});

it("stops an answer", async () => {
  await chat.say("hello");
  await chat.answering();
  await chat.page.getByRole("button", { name: "Stop" }).click();
  await chat.idle();
  expect(await chat.page.locator("#send").isVisible()).toBe(true);
  expect(await chat.messages("ai").allTextContents()).not.toContain(HELP);
});

it("keeps what is written while an answer comes, and starts no second run", async () => {
  await chat.say("hello");
  await chat.answering();
  await chat.say("and more");
  await chat.idle();
  expect(await chat.page.locator("#text").inputValue()).toBe("and more");
  expect(await chat.messages("human").allTextContents()).toEqual(["hello"]);
});

it("tells why there is no answer", async () => {
  await chat.page.route("**/runs/stream", (route) =>
    route.fulfill({ status: 422, json: { detail: "out of order" } }),
  );
  await chat.say("hello");
  await chat.page.locator("#status", { hasText: "out of order" }).waitFor({ timeout: 30_000 });
  expect(await chat.page.locator("#send").isVisible()).toBe(true);
});

it("travels back in time and goes on from there", async () => {
  await chat.ask("hello");
  await chat.ask("book a table");
  await chat.page.getByRole("button", { name: "Decline" }).click();
  await chat.idle();
  await chat.checkpoints("finished").last().click();
  expect(await chat.messages("human").count()).toBe(1);
  await chat.ask("and now?");
  expect(await chat.messages("human").allTextContents()).toEqual(["hello", "and now?"]);
});

it("can be used with the keyboard alone", async () => {
  const { keyboard } = chat.page;
  const focused = () => chat.page.evaluate<string>("document.activeElement.textContent");
  const tabTo = async (label: string) => {
    for (let presses = 0; presses < 15; presses += 1) {
      if ((await focused()) === label) return;
      await keyboard.press("Tab");
    }
    throw new Error(`no Tab leads to ${label}`);
  };
  await chat.page.locator("#text").focus();
  await keyboard.type("book a table");
  await keyboard.press("Enter");
  await chat.approve().waitFor({ timeout: 30_000 });
  await chat.idle();
  // an Enter that was on its way approves nothing
  await keyboard.press("Enter");
  expect(await chat.approve().isVisible()).toBe(true);
  await tabTo("Approve");
  await keyboard.press("Enter");
  await chat.messages("tool").waitFor({ timeout: 30_000 });
  await chat.idle();
  await tabTo("-1 · message received");
  await keyboard.press("Space");
  expect(await chat.messages("human").count()).toBe(0);
  await tabTo("New conversation");
  await keyboard.press("Enter");
  await chat.page.locator("#status", { hasText: "Say something" }).waitFor({ timeout: 30_000 });
});
