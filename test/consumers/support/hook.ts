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

/** What something shows, each time that it changes. */
export interface View<T> {
  /** What it shows now. */
  readonly current: T;
  /** What it has shown, from the first on. */
  readonly all: readonly T[];
  /** Waits until it shows what is asked for. */
  until(condition: (value: T) => unknown, ms?: number): Promise<T>;
}

export interface Hook<T> extends View<T> {
  unmount(): void;
}

/** A view that shows what it is given, once it is there. */
export function createView<T>(isThere = () => true) {
  const all: T[] = [];
  const current = () => all.at(-1) as T;
  return {
    show: (value: T) => void all.push(value),
    get current() {
      return current();
    },
    all,
    until: (condition: (value: T) => unknown, timeout = 20_000) =>
      vi.waitFor(
        () => {
          if (!isThere() || !condition(current())) throw new Error(`it stays at ${shown(current())}`);
          return current();
        },
        { timeout, interval: 10 },
      ),
  };
}

const Bare = ({ children }: PropsWithChildren) => createElement(Fragment, null, children);

/** Renders a hook, within a component where it needs one. */
export function renderHook<T>(use: () => T, Around: ComponentType<PropsWithChildren> = Bare): Hook<T> {
  let isMounted = false;
  const view = createView<T>(() => isMounted);
  const Host = () => {
    view.show(use());
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
  return Object.assign(view, { unmount });
}

function shown(value: unknown): string {
  const { messages, isLoading, error, values, text } = Object(value);
  return JSON.stringify({ messages, isLoading, error: error && String(error), values, text }).slice(0, 1500);
}
