/** The page. What it shows is what `useAgent` says; the conversation is in the address, so that a reload finds it. */
import { AIMessage, type BaseMessage } from "@langchain/core/messages";
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { createRoot } from "react-dom/client";
import { type Checkpoint, checkpointBefore, type Question, useAgent } from "./use-agent.js";
import "../chat/style.css";
import "./style.css";

function Page({ threadId }: { threadId: string }) {
  const agent = useAgent(threadId);
  const [lookedAt, setLookedAt] = useState<Checkpoint>();
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current?.lastElementChild?.scrollIntoView({ block: "nearest" });
  });
  const messages = lookedAt?.values.messages ?? agent.messages;

  function send(text: string, after = lookedAt) {
    agent.send(text, after);
    setLookedAt(undefined);
  }

  function edit(message: BaseMessage, text: string) {
    send(text, checkpointBefore(message.id, lookedAt ?? agent.base, agent.checkpoints));
  }

  return (
    <>
      <header>
        <h1>Assistant</h1>
        <p>
          An agent on a LangGraph server: <code>useStream</code> over <code>langgraph-remote/sdk</code>
        </p>
        <button type="button" id="new-thread" onClick={beginThread}>
          New conversation
        </button>
      </header>
      <main>
        <section className="chat" aria-label="Conversation">
          <ol id="messages" ref={list} aria-label="Messages" aria-live="polite" aria-busy={agent.isBusy}>
            {messages.map((message) => (
              <MessageItem key={message.id} message={message} onEdit={agent.isBusy ? undefined : edit} />
            ))}
          </ol>
          {agent.question && !lookedAt && !agent.isBusy && (
            <Approval question={agent.question} onDecide={agent.decide} />
          )}
          <p id="status" role="status">
            {statusOf(agent, lookedAt)}
          </p>
          <Composer isBusy={agent.isBusy} onSend={send} onStop={agent.stop} />
        </section>
        <aside>
          <section aria-labelledby="history-title">
            <h2 id="history-title">History</h2>
            <p className="hint">Choose a checkpoint to look back; the next message goes on from there.</p>
            <ol id="history">
              {agent.checkpoints.map((checkpoint, at) => (
                <li key={checkpoint.checkpoint.checkpoint_id}>
                  <button
                    type="button"
                    disabled={agent.isBusy}
                    aria-current={checkpoint === (lookedAt ?? agent.checkpoints[0])}
                    onClick={() => setLookedAt(at === 0 ? undefined : checkpoint)}
                  >
                    {`${checkpoint.metadata?.step} · ${stageOf(checkpoint)}`}
                  </button>
                </li>
              ))}
            </ol>
          </section>
        </aside>
      </main>
    </>
  );
}

function statusOf({ isBusy, error }: { isBusy: boolean; error: unknown }, lookedAt?: Checkpoint): string {
  if (isBusy) return "Answering…";
  if (lookedAt) return "Looking back: the next message goes on from here.";
  if (error) return error instanceof Error ? error.message : String(error);
  return "";
}

function stageOf({ next }: Checkpoint): string {
  if (next.includes("__start__")) return "message received";
  return next.length > 0
    ? `before ${next.map((name) => name.replace(/(Middleware)?\..*/, "")).join(", ")}`
    : "finished";
}

interface MessageItemProps {
  message: BaseMessage;
  onEdit: ((message: BaseMessage, text: string) => void) | undefined;
}

function MessageItem({ message, onEdit }: MessageItemProps) {
  const [isEdited, setIsEdited] = useState(false);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setIsEdited(false);
    onEdit?.(message, String(new FormData(event.currentTarget).get("text")));
  }

  if (isEdited) {
    return (
      <li className="message human">
        <form className="edit" onSubmit={submit}>
          <input name="text" aria-label="Message" defaultValue={message.text} required />
          <button type="submit">Send again</button>
        </form>
      </li>
    );
  }
  const calls = AIMessage.isInstance(message) ? (message.tool_calls ?? []) : [];
  return (
    <li className={`message ${message.type}`}>
      {message.text}
      {calls.map(({ id, name, args }) => (
        <code key={id} className="call">{`→ ${name}(${JSON.stringify(args)})`}</code>
      ))}
      {message.type === "human" && onEdit && (
        <button type="button" className="edit" aria-label="Edit" onClick={() => setIsEdited(true)}>
          ✎
        </button>
      )}
    </li>
  );
}

interface ApprovalProps {
  question: Question;
  onDecide: (decision: "approve" | "reject") => void;
}

function Approval({ question, onDecide }: ApprovalProps) {
  const section = useRef<HTMLElement>(null);
  // the question, not its button: an Enter that was on its way must not approve
  useEffect(() => section.current?.focus(), []);
  return (
    <section id="approval" ref={section} aria-labelledby="question" tabIndex={-1}>
      <p id="question">
        May I?{" "}
        {question.actionRequests.map(({ name, args }) => (
          <code key={name}>{`${name}(${JSON.stringify(args)})`}</code>
        ))}
      </p>
      <button type="button" className="yes" onClick={() => onDecide("approve")}>
        Approve
      </button>
      <button type="button" onClick={() => onDecide("reject")}>
        Decline
      </button>
    </section>
  );
}

interface ComposerProps {
  isBusy: boolean;
  onSend: (text: string) => void;
  onStop: () => void;
}

function Composer({ isBusy, onSend, onStop }: ComposerProps) {
  const [text, setText] = useState("");

  function submit(event: { preventDefault(): void }) {
    event.preventDefault();
    if (isBusy || text.trim() === "") return;
    setText("");
    onSend(text.trim());
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) submit(event);
  }

  return (
    <form id="composer" onSubmit={submit}>
      <label htmlFor="text" className="hidden">
        Message
      </label>
      <textarea
        id="text"
        rows={2}
        placeholder="Ask me to search or to book a train, or to count to 100…"
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={onKeyDown}
      />
      {isBusy ? (
        <button type="button" id="stop" onClick={onStop}>
          Stop
        </button>
      ) : (
        <button type="submit" id="send">
          Send
        </button>
      )}
    </form>
  );
}

function beginThread() {
  location.hash = "";
  location.reload();
}

const threadId = location.hash.slice(1) || crypto.randomUUID();
location.hash = threadId;
const root = document.getElementById("root");
if (root === null) throw new Error("the page has no #root");
createRoot(root).render(<Page threadId={threadId} />);
