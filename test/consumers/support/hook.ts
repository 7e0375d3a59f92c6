/** Runs a React hook in a document of its own. Requests stay those of Node: a page's rules about origins are not of interest. */
import { Window } from "happy-dom";
import { type ComponentType, createElement, Fragment, type PropsWithChildren, useEffect } from "react";
import { createRoot } from "react-dom/client";
import { onTestFinished, vi } from "vitest";

const window = new Window({ url: "http://localhost/" });
for (const name of ["window", "document", "sessionStorage", "localStorage"] as const) {
  Object.defineProperty(globalThis, name, {
    value: name === "window" ? window : window[name],
    configurable: true,
    writable: true,
  });
}

export interface Hook<T> {
  /** What the hook gave last. */
  readonly current: T;
  /** What it gave, each time. */
  readonly all: readonly T[];
  /** Waits until the hook gives what is asked for. */
  until(condition: (value: T) => unknown, ms?: number): Promise<T>;
  unmount(): void;
}

const Bare = ({ children }: PropsWithChildren) => createElement(Fragment, null, children);

/** Renders a hook, within a component where it needs one. */
export function renderHook<T>(use: () => T, Around: ComponentType<PropsWithChildren> = Bare): Hook<T> {
  const all: T[] = [];
  let isMounted = false;
  const Host = () => {
    all.push(use());
    // after the hook's own effects: nobody can use a page before they have run
    useEffect(() => {
      isMounted = true;
    }, []);
    return null;
  };
  const container = globalThis.document.createElement("div");
  const root = createRoot(container);
  root.render(createElement(Around, null, createElement(Host)));
  let isThere = true;
  const unmount = () => {
    if (isThere) root.unmount();
    isThere = false;
  };
  onTestFinished(unmount);
  const current = () => all.at(-1) as T;
  return {
    get current() {
      return current();
    },
    all,
    until: (condition, timeout = 20_000) =>
      vi.waitFor(
        () => {
          if (!isMounted || !condition(current())) throw new Error(`it stays at ${shown(current())}`);
          return current();
        },
        { timeout, interval: 10 },
      ),
    unmount,
  };
}

function shown(value: unknown): string {
  const { messages, isLoading, error, values } = Object(value);
  return JSON.stringify({ messages, isLoading, error: error && String(error), values }).slice(0, 1500);
}
