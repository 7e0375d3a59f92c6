import type { AssistantRuntime } from "@assistant-ui/core";
import { AssistantRuntimeProvider, useThreadIsRunning, useThreadMessages } from "@assistant-ui/core/react";
import {
  useLangGraphInterruptState,
  useLangGraphSend,
  useLangGraphSendCommand,
} from "@assistant-ui/react-langgraph";
import { createElement, type PropsWithChildren } from "react";
import { renderHook } from "./hook.js";

/** Renders a runtime of assistant-ui, and what a page of it shows. */
export function renderRuntime(useRuntime: () => AssistantRuntime) {
  let runtime: AssistantRuntime | undefined;
  const Around = ({ children }: PropsWithChildren) => {
    const used = useRuntime();
    runtime = used;
    return createElement(AssistantRuntimeProvider, { runtime: used, children });
  };
  const hook = renderHook(
    () => ({
      messages: useThreadMessages(),
      isRunning: useThreadIsRunning(),
      interrupt: useLangGraphInterruptState(),
      send: useLangGraphSend(),
      sendCommand: useLangGraphSendCommand(),
    }),
    Around,
  );
  return Object.assign(hook, {
    say: (text: string) => runtime?.thread.append(text),
    threads: () => runtime?.threads,
    stop: () => runtime?.thread.cancelRun(),
  });
}

/** The text of the last message, where it is the graph's. */
export function lastText({ messages }: { messages: ReturnType<typeof useThreadMessages> }): string {
  const last = messages.at(-1);
  if (last?.role !== "assistant") return "";
  return last.content.map((part) => (part.type === "text" ? part.text : "")).join("");
}
