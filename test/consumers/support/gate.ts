import { expect, onTestFinished } from "vitest";
import { type Gate, startGate } from "../../support/gate.js";
import type { View } from "./hook.js";
import { message } from "./servers.js";

/** What holds a counting model back. */
export interface ModelGate extends Gate {
  /** What makes a model count, held back by this gate. */
  settings: { count: number; gate: string };
  /** The same with a message: the input of the graph. */
  input: ModelGate["settings"] & ReturnType<typeof message>;
}

/** How many words a model says in a turn, and after how many of them a turn counts as begun. */
const [WORDS, FIRST] = [8, 3];

async function startModelGate(): Promise<ModelGate> {
  const gate = await startGate(onTestFinished);
  const settings = { count: WORDS, gate: gate.url };
  return { ...gate, settings, input: { ...message("go"), ...settings } };
}

/** What a model says that counts so far. */
const numbers = (count: number): string => Array.from({ length: count }, (_, at) => `${at} `).join("");

/** A text that counts, and is not the beginning of the count: something is lost in it, or doubled. */
const isMiscounted = (text: string): boolean => /^\d/.test(text) && !numbers(WORDS).startsWith(text);

/** How a page takes a turn. */
export interface Page<Shown, PageView extends View<Shown>> {
  /** Renders it, for a model that the gate holds back. */
  render(gate: ModelGate): PageView & View<Shown>;
  /** Sends a text, or the graph's input. */
  send(hook: PageView, gate: ModelGate): unknown;
  /** Whether no turn is at work. */
  isIdle(shown: NoInfer<Shown>): boolean;
  /** The text of the last message. */
  lastText(shown: NoInfer<Shown>): string;
}

/** Begins a turn, whose first words are let through one by one: the page shows each before the next one is said. */
export async function beginTurn<Shown, PageView extends View<Shown>>(page: Page<Shown, PageView>) {
  const { isIdle, lastText } = page;
  const gate = await startModelGate();
  const hook = page.render(gate);
  await hook.until(isIdle);
  page.send(hook, gate);
  for (let word = 1; word <= FIRST; word += 1) {
    gate.let(1);
    await hook.until((shown) => lastText(shown) === numbers(word));
  }
  return {
    hook,
    gate,
    /** Lets the model say the rest to the page, or to the one that took its place: it shows each word once. */
    async finish(last: View<Shown> = hook) {
      await last.until((shown) => lastText(shown) === numbers(FIRST));
      gate.open();
      await last.until((shown) => isIdle(shown) && lastText(shown) === numbers(WORDS));
      expect(last.all.map(lastText).filter(isMiscounted)).toEqual([]);
    },
  };
}
