/** The page's elements: what is shown, and what the person does. It knows nothing of graphs and runs. */
import type { Message, StateSnapshot } from "langgraph-remote";

function element<E extends HTMLElement>(id: string): E {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found as E;
}

const messages = element<HTMLOListElement>("messages");
const approval = element("approval");
const history = element<HTMLOListElement>("history");
const composer = element<HTMLFormElement>("composer");
const text = element<HTMLTextAreaElement>("text");
const send = element<HTMLButtonElement>("send");
const stop = element<HTMLButtonElement>("stop");
let busy = false;

/** The part of a message that the page shows. */
type Shown = Pick<Message, "type" | "content" | "id">;

export function showMessages(shown: Message[]): void {
  messages.replaceChildren();
  for (const message of shown) addMessage(message, calls(message));
  scrollDown();
}

/** Adds a piece to its message, or begins a new one. */
export function addToken(token: Shown): void {
  const last = messages.lastElementChild;
  if (last instanceof HTMLElement && last.dataset.id === token.id && token.id) last.append(textOf(token));
  else if (textOf(token) !== "") addMessage(token, []);
  scrollDown();
}

function addMessage(message: Shown, callsOfIt: string[]): void {
  const item = document.createElement("li");
  item.className = `message ${message.type}`;
  item.dataset.id = message.id ?? "";
  item.textContent = textOf(message);
  for (const call of callsOfIt) {
    const line = document.createElement("code");
    line.className = "call";
    line.textContent = call;
    item.append(line);
  }
  messages.append(item);
}

function textOf({ content }: Shown): string {
  if (!Array.isArray(content)) return content ?? "";
  return content.map((block) => (typeof block === "string" ? block : (block.text ?? ""))).join("");
}

function calls(message: Message): string[] {
  const made = "tool_calls" in message && Array.isArray(message.tool_calls) ? message.tool_calls : [];
  return made.map(({ name, args }) => `→ ${name}(${JSON.stringify(args)})`);
}

const scrollDown = () => messages.lastElementChild?.scrollIntoView({ block: "nearest" });

/** Asks for a yes or a no; `undefined` asks nothing. */
export function showApproval(asked: unknown, onAnswer?: (approved: boolean) => void): void {
  const hadFocus = approval.contains(document.activeElement);
  approval.hidden = asked === undefined;
  approval.replaceChildren();
  if (asked === undefined) {
    if (hadFocus) text.focus();
    return;
  }
  const { question = "May I?", tool = "", args = {} } = asked as Record<string, unknown>;
  const line = document.createElement("p");
  const call = document.createElement("code");
  call.textContent = `${tool}(${JSON.stringify(args)})`;
  line.id = "question";
  line.append(`${question} `, call);
  approval.replaceChildren(
    line,
    button("Approve", () => onAnswer?.(true), "yes"),
    button("Decline", () => onAnswer?.(false)),
  );
  approval.scrollIntoView({ block: "nearest" });
  // the question, not its button: an Enter that was on its way must not approve, nor may what is being typed be lost
  if (text.value === "" && !history.contains(document.activeElement)) approval.focus();
}

function button(label: string, onClick: () => void, className = ""): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = className;
  made.textContent = label;
  made.addEventListener("click", onClick);
  return made;
}

/** Lists checkpoints, the newest first; one that is chosen is marked. */
export function showHistory<S extends StateSnapshot>(snapshots: S[], onChoose: (snapshot: S) => void): void {
  history.replaceChildren(
    ...snapshots.map((snapshot, at) => {
      const item = document.createElement("li");
      const label = `${snapshot.metadata?.step ?? ""} · ${stage(snapshot)}`;
      const choose = button(label, () => {
        for (const other of history.querySelectorAll("button")) other.removeAttribute("aria-current");
        choose.setAttribute("aria-current", "true");
        onChoose(snapshot);
      });
      if (at === 0) choose.setAttribute("aria-current", "true");
      item.append(choose);
      return item;
    }),
  );
}

function stage({ next }: StateSnapshot): string {
  if (next.includes("__start__")) return "message received";
  return next.length > 0 ? `before ${next.join(", ")}` : "finished";
}

export function setBusy(now: boolean): void {
  busy = now;
  const focused = document.activeElement;
  const loses = focused === document.body || focused === send || focused === stop;
  send.hidden = busy;
  stop.hidden = !busy;
  for (const choose of history.querySelectorAll("button")) choose.disabled = busy;
  // a screen reader waits with the answer until it is whole
  messages.setAttribute("aria-busy", String(busy));
  setStatus(busy ? "Answering…" : "");
  if (loses && approval.hidden) text.focus();
}

export function setStatus(status: string): void {
  element("status").textContent = status;
}

export function onSend(sendText: (content: string) => void): void {
  composer.addEventListener("submit", (event) => {
    event.preventDefault();
    const content = text.value.trim();
    if (content === "" || busy) return;
    text.value = "";
    sendText(content);
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    composer.requestSubmit();
  });
}

export const onStop = (stopRun: () => void) => stop.addEventListener("click", stopRun);
export const onNewThread = (begin: () => void) => element("new-thread").addEventListener("click", begin);

/** Draws Mermaid's language; the library comes with the page, from no other host. */
export async function drawGraph(definition: string): Promise<void> {
  const { default: mermaid } = await import("mermaid");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const draw = async () => {
    mermaid.initialize({ startOnLoad: false, theme: dark.matches ? "dark" : "neutral" });
    const { svg } = await mermaid.render("graph-svg", definition);
    element("graph").innerHTML = svg;
  };
  dark.addEventListener("change", () => void draw());
  await draw();
}
