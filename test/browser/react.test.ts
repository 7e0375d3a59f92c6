/** `examples/react` in Chromium, on the JavaScript and the Python server. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { isAvailable, type ServerKind } from "../support/servers/index.js";
import type { ChatPage } from "./support/chat-page.js";
import { findFaintText, measureOutline } from "./support/contrast.js";
import { openReactPage, type ReactSite, startReactSite } from "./support/react-page.js";

const kinds: ServerKind[] = [];
for (const kind of ["js", "python"] as const) if (await isAvailable(kind)) kinds.push(kind);

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at).join(" ");

describe.each(kinds)("the React page on the server %s", (kind) => {
  let site: ReactSite;
  let chat: ChatPage;
  let uncaught: Error[];

  beforeAll(async () => {
    site = await startReactSite(kind);
  });
  afterAll(() => site?.close());
  beforeEach(async () => {
    ({ chat, uncaught } = await openReactPage(site));
  });
  afterEach(async () => {
    await chat?.page.close();
    expect(uncaught).toEqual([]);
  });

  const runsOf = async (): Promise<{ status: string }[]> => {
    const threadId = new URL(chat.page.url()).hash.slice(1);
    return (await fetch(`${site.serverUrl}/threads/${threadId}/runs`)).json();
  };
  const texts = (type: "human" | "ai" | "tool") => chat.messages(type).allTextContents();
  const humans = async () => (await texts("human")).map((text) => text.replace("✎", ""));
  const says = (text: string) =>
    chat.page.locator(".message.ai", { hasText: text }).last().waitFor({ timeout: 30_000 });
  /** Each text is the beginning of the whole: nothing lost, doubled or out of order. */
  const expectWordByWord = (seen: string[], count: number) => {
    expect(seen.filter((text) => !numbers(count).startsWith(text))).toEqual([]);
    expect(seen.at(-1)).toBe(numbers(count));
    expect(seen.length).toBeGreaterThan(5);
  };
  const approveOnce = async () => {
    await chat.approve().click({ timeout: 30_000 });
    await says("Done: 2");
    await chat.idle();
    expect(await texts("tool")).toHaveLength(1);
    expect(await chat.approve().count()).toBe(0);
  };
  const edit = async (at: number, text: string) => {
    await chat.page.getByRole("button", { name: "Edit" }).nth(at).click();
    await chat.page.locator("input[name=text]").fill(text);
    await chat.page.locator("input[name=text]").press("Enter");
  };

  it("shows an answer word by word", async () => {
    const seen = await chat.watchAnswer();
    await chat.ask("count to 40");
    expectWordByWord(await seen(), 40);
  });

  it("shows a tool's call and what came of it", async () => {
    await chat.ask("search a train");
    await says("Done: A train to Tartu leaves at 9.");
    expect(await chat.page.locator(".call").textContent()).toBe('→ search_trains({"to":"Tartu"})');
    expect(await texts("tool")).toEqual(["A train to Tartu leaves at 9."]);
  });

  it("asks before it books, also after a reload, and books when that is approved", async () => {
    await chat.ask("book");
    await chat.approve().waitFor({ timeout: 30_000 });
    await chat.page.reload();
    await approveOnce();
  });

  it("books what is approved after a reload before the thread's events have come", async () => {
    await chat.ask("book");
    await chat.approve().waitFor({ timeout: 30_000 });
    const approved = new Promise<void>((resolve) => {
      chat.page.on("request", (request) => request.url().endsWith("/commands") && resolve());
    });
    await chat.page.route("**/stream/events", async (route) => {
      await approved;
      await route.continue();
    });
    await chat.page.reload();
    await approveOnce();
  });

  it("does not book what is declined", async () => {
    await chat.ask("book");
    await chat.page.getByRole("button", { name: "Decline" }).click({ timeout: 30_000 });
    await says("Done: User rejected");
    await chat.idle();
    expect(await texts("ai")).toHaveLength(2);
  });

  it("stops the run", async () => {
    await chat.say("count to 500");
    await says("0 1 2");
    await chat.page.getByRole("button", { name: "Stop" }).click();
    await chat.idle();
    await expect.poll(runsOf).toMatchObject([{ status: "interrupted" }]);
    expect(await texts("ai")).not.toContain(numbers(500));
    await chat.say("hello");
    await says("You said hello");
  });

  it("goes on with the run after a reload in the middle of it, and loses no word", async () => {
    await chat.say("count to 200");
    await says("0 1 2");
    await chat.page.reload({ waitUntil: "commit" });
    await chat.page.locator("#messages").waitFor();
    const seen = await chat.watchAnswer();
    await says("0 1 2");
    expect(await chat.page.locator("#stop").isVisible()).toBe(true);
    await says(numbers(200));
    await chat.idle();
    expectWordByWord(await seen(), 200);
    expect(await humans()).toEqual(["count to 200"]);
    expect(await runsOf()).toHaveLength(1);
  });

  it("stops a run that was begun before the page was loaded", async () => {
    await chat.say("count to 500");
    await says("0 1 2");
    await chat.page.reload();
    await says("0 1 2");
    await chat.page.getByRole("button", { name: "Stop" }).click();
    await chat.idle();
    await expect.poll(runsOf).toMatchObject([{ status: "interrupted" }]);
  });

  it("looks back, and goes on from there", async () => {
    await chat.ask("one");
    await chat.ask("two");
    await chat.checkpoints("finished").nth(1).click();
    expect(await humans()).toEqual(["one"]);
    await chat.ask("three");
    await says("You said three");
    expect(await humans()).toEqual(["one", "three"]);
    await chat.page.reload();
    await says("You said three");
    expect(await humans()).toEqual(["one", "three"]);
  });

  it("says a message differently, and shows that branch alone, also after a reload in its middle", async () => {
    for (const text of ["one", "search a train", "two"]) await chat.ask(text);
    await says("You said two");
    await chat.idle();
    await edit(1, "count to 200");
    await says("0 1 2");
    expect(await humans()).toEqual(["one", "count to 200"]);
    expect(await texts("tool")).toEqual([]);
    await chat.page.reload();
    await says("0 1 2");
    expect(await chat.page.locator("#stop").isVisible()).toBe(true);
    expect(await humans()).toEqual(["one", "count to 200"]);
    await says(numbers(200));
    await chat.idle();
    expect(await texts("ai")).toEqual(["You said one", numbers(200)]);
  });

  it("tells why there is no answer", async () => {
    await chat.page.route("**/commands", (route) =>
      route.fulfill({ status: 422, json: { detail: "out of order" } }),
    );
    await chat.say("hello");
    await chat.page.locator("#status", { hasText: "out of order" }).waitFor({ timeout: 30_000 });
    expect(await chat.page.locator("#send").isVisible()).toBe(true);
  });
});

describe("the React page", () => {
  let site: ReactSite;
  beforeAll(async () => {
    site = await startReactSite("js");
  });
  afterAll(() => site?.close());

  it.each([
    ["light", { width: 1100, height: 760 }],
    ["dark", { width: 1100, height: 760 }],
    ["light", { width: 360, height: 740 }],
    ["dark", { width: 360, height: 740 }],
  ] as const)("reads well in the %s at %o", async (colorScheme, viewport) => {
    const { chat } = await openReactPage(site, { colorScheme, viewport });
    await chat.ask("search a train");
    await chat.ask("book");
    await chat.approve().waitFor({ timeout: 30_000 });
    expect(await chat.page.evaluate(findFaintText)).toEqual([]);
    expect(await chat.page.evaluate(measureOutline)).toBeGreaterThanOrEqual(3);
    const [width, shown] = await chat.page.evaluate<number[]>(
      "[document.documentElement.scrollWidth, innerWidth]",
    );
    expect(width).toBe(shown);
    await chat.page.close();
  });
});
