import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type ChatExample, startChatExample } from "../../examples/chat/server.js";
import { type RunningServer, startServer } from "../support/server.js";
import { launchBrowser } from "./support/browser.js";

const shots = fileURLToPath(new URL("../.screenshots/", import.meta.url));

let langgraph: RunningServer;
let example: ChatExample;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  langgraph = await startServer({ graphs: ["concierge"] });
  example = await startChatExample({ langgraphUrl: langgraph.url, apiKey: "a-key-for-the-server-only" });
  browser = await launchBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await example?.close();
  await langgraph?.stop();
});

beforeEach(async () => {
  await page?.close();
  page = await browser.newPage({ viewport: { width: 1100, height: 760 } });
  await page.goto(example.url);
  await page.locator("#graph svg").waitFor({ timeout: 30_000 });
});

const say = async (text: string) => {
  await page.locator("#text").fill(text);
  await page.locator("#text").press("Enter");
};
const lastMessage = () => page.locator("#messages .message").last();
const idle = () => page.locator("#stop").waitFor({ state: "hidden", timeout: 30_000 });
const shoot = (name: string) => page.screenshot({ path: join(shots, `${name}.png`) });

it("draws the graph and shows an answer word by word", async () => {
  expect(await page.locator("#graph svg").textContent()).toContain("approval");
  await say("hello");
  await page.locator(".message.ai").waitFor();
  const early = (await lastMessage().textContent()) ?? "";
  await shoot("streaming");
  await idle();
  const whole = (await lastMessage().textContent()) ?? "";
  expect(whole.startsWith(early)).toBe(true);
  expect(whole.length).toBeGreaterThan(early.length);
});

it("asks for approval, and goes on when it is given by keyboard", async () => {
  await say("book a table");
  const approve = page.getByRole("button", { name: "Approve" });
  await approve.waitFor({ timeout: 30_000 });
  await idle();
  await shoot("approval");
  await approve.press("Enter");
  await page.locator(".message.tool").waitFor({ timeout: 30_000 });
  await idle();
  expect(await page.locator(".message.tool").textContent()).toBe("Table for 2 booked at Noa.");
  await shoot("approved");
});

it("goes on after a reload in the middle of an answer", async () => {
  await say("hello");
  await page.locator(".message.ai").waitFor();
  await page.reload();
  await page.locator(".message.ai").waitFor({ timeout: 30_000 });
  await idle();
  await page.locator("#history button").first().waitFor();
  expect(await page.locator(".message.ai").count()).toBe(1);
  expect(await lastMessage().textContent()).toMatch(/see me go on\.$/);
});

it("travels back in time and goes on from there", async () => {
  await say("hello");
  await page.locator(".message.ai").waitFor();
  await idle();
  await say("book a table");
  await page.getByRole("button", { name: "Decline" }).click({ timeout: 30_000 });
  await idle();
  const before = page.locator("#history button", { hasText: "finished" }).last();
  await before.click();
  expect(await page.locator(".message.human").count()).toBe(1);
  await shoot("time-travel");
  await say("and now?");
  await page.locator(".message.human").nth(1).waitFor();
  await idle();
  expect(await page.locator(".message.human").allTextContents()).toEqual(["hello", "and now?"]);
});

it("keeps the key on the server", async () => {
  const seen: string[] = [];
  page.on("request", (request) => seen.push(JSON.stringify(request.headers())));
  await say("hello");
  await page.locator(".message.ai").waitFor();
  await idle();
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.join()).not.toContain("a-key-for-the-server-only");
  expect(await page.content()).not.toContain("a-key-for-the-server-only");
});

it("is drawn in the dark too", async () => {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.reload();
  await page.locator("#graph svg").waitFor({ timeout: 30_000 });
  await shoot("dark");
  const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(background).toBe("rgb(20, 21, 27)");
});
