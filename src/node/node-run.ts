import { GraphInterrupt, isApiError, ParentCommand, RemoteException, withDetail } from "../errors.js";
import { RunEvents } from "../run/run-events.js";
import { addValues, newOutcome } from "../run/run-outcome.js";
import type { EventReader, RunEvent } from "../run/run-types.js";
import { toRemoteException } from "../servers/error-bodies.js";
import { type Selection, toWireModes } from "../stream-mode.js";
import type { RunnableConfig } from "../types.js";
import { quietly } from "../util/quietly.js";
import { isRecord } from "../util/record.js";
import { Command } from "../wire/command.js";
import { toEventFilter } from "../wire/event-name.js";
import type { NodePlace } from "./node-place.js";
import type { TaskCall } from "./node-task.js";
import type { ParentStream } from "./parent-stream.js";

/** The parent's side of a node's run. */
interface NodeRun {
  readonly call: TaskCall;
  /** The config that the parent passed to its node. */
  readonly config: RunnableConfig;
  readonly parent: ParentStream;
  /** The modes that the call itself requests, besides those that the parent streams. */
  readonly selection: Selection;
}

/**
 * The modes to request: the call's own, those that the parent streams, and `values` and `updates` for the outcome, since
 * Python and aegra report a breakpoint in `updates` only.
 */
export function toNodeSelection({ modes, subgraphs }: Selection, parent: ParentStream): Selection {
  return {
    modes: [...new Set([...modes, "values" as const, "updates" as const, ...parent.modes])],
    isList: true,
    subgraphs: subgraphs || parent.subgraphs,
  };
}

/**
 * Reads a node's run: writes its events to the parent's stream, throws its interrupts as a `GraphInterrupt`, and throws a
 * `Command` for the parent graph as a `ParentCommand`.
 */
export class NodeReader extends RunEvents {
  readonly #node: NodeRun;
  /** Whether the call itself requested events of that name. */
  readonly #isWanted: (event: string) => boolean;
  readonly #outcome = newOutcome();
  #command: ParentCommand | undefined;

  constructor(node: NodeRun, ...run: ConstructorParameters<typeof RunEvents>) {
    super(...run);
    this.#node = node;
    this.#isWanted = toEventFilter(toWireModes(node.selection), node.selection.subgraphs);
  }

  override async open(): Promise<void> {
    try {
      await super.open();
    } catch (error) {
      this.#node.call.fail(error);
      throw withAdvice(error);
    }
  }

  override async next(): Promise<RunEvent[] | undefined> {
    try {
      for (;;) {
        const events = await super.next();
        if (events === undefined) return this.#conclude();
        for (const event of events) this.#take(event);
        const wanted = events.filter(({ event }) => this.#isWanted(event));
        if (wanted.length > 0) return wanted;
      }
    } catch (error) {
      this.#node.call.fail(error);
      quietly(this.cancel(error)); // if the parent's stream has thrown, the run still goes on
      throw error;
    }
  }

  #take(runEvent: RunEvent): void {
    const { event, data } = runEvent;
    if (event === "error") throw this.#failure(data);
    if (event === "command") this.#command = toParentCommand(data, this.#node.call.place);
    const interrupts = isRecord(data) && Array.isArray(data.__interrupt__) ? data.__interrupt__ : undefined;
    const hasOutcome = event === "values" || (event === "updates" && interrupts !== undefined);
    // a run at top level has an event for a breakpoint, and values after an interrupt; a subgraph has neither
    const isOfTopLevel =
      hasOutcome && (interrupts ? interrupts.length === 0 : this.#outcome.interrupts !== undefined);
    if (!isOfTopLevel) this.#node.parent.write(runEvent);
    if (hasOutcome) addValues(this.#outcome, data);
  }

  #conclude(): undefined {
    if (this.#command !== undefined) throw this.#command;
    const { interrupts } = this.#outcome;
    if (interrupts === undefined) return;
    if (this.threadId !== undefined) throw new GraphInterrupt(interrupts);
    const message = `the remote graph was interrupted, and can't be resumed without a thread: ${THREAD_ADVICE}`;
    throw new RemoteException({ error: "GraphValueError", message, ...this.#address });
  }

  get #address() {
    const { langgraph_node: name } = this.#node.config.metadata ?? {};
    const node = typeof name === "string" ? name : undefined;
    return { threadId: this.threadId, runId: this.runId, node };
  }

  #failure(data: unknown): RemoteException {
    const { error, message } = toRemoteException(data, {});
    const lacksThread = this.threadId === undefined && /checkpointer/i.test(message);
    const detail = lacksThread ? `${message}: ${THREAD_ADVICE}` : message;
    return new RemoteException({ error, message: detail, ...this.#address });
  }
}

/** Adds, to the error of a busy thread, how each call gets a thread of its own. */
function withAdvice(error: unknown): unknown {
  if (!isApiError(error) || !/already running|busy/i.test(error.detail ?? "")) return error;
  const advice = 'nodes that run at the same time need threads of their own: set threadId to "derive"';
  return withDetail(error, `${error.detail}; ${advice}`);
}

const THREAD_ADVICE =
  "give the parent a checkpointer and a thread_id, or the remote graph a function as threadId";

/** LangGraph delivers a command by its `graph`, the namespace of the task that issues it. */
function toParentCommand(data: unknown, { task }: NodePlace): ParentCommand {
  const { update, goto } = isRecord(data) ? data : {};
  const targets = goto === null || goto === undefined ? undefined : [goto].flat().map(toTarget);
  return new ParentCommand(new Command({ graph: task, update: update ?? undefined, goto: targets }));
}

function toTarget(target: unknown): string {
  if (typeof target === "string") return target;
  // LangGraph accepts only instances of its own `Send` class, and drops any other silently
  const name = isRecord(target) ? String(target.node) : String(target);
  throw new TypeError(
    `the remote graph sends its parent to "${name}" with an input of its own, which only a graph of the parent's process can: write the input to the parent's state, and go to the node`,
  );
}

/** A reader of a finished run: its values as the only event. */
export function toFinishedReader(threadId: string | undefined, event: RunEvent): EventReader {
  const batches = [[event]];
  return {
    threadId,
    runId: undefined,
    lastEventId: undefined,
    isStopped: false,
    open: async () => {},
    next: async () => batches.shift(),
    cancel: async () => void batches.pop(),
  };
}
