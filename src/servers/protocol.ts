/** The differences between servers in the thread protocol (`/commands` and `/stream/events`). */
import { isRecord } from "../util/record.js";
import type { ServerKind } from "./server.js";

/**
 * Whether `seq` and `applied_through_seq` count the events of a thread over all of its runs, so that a stream can start
 * after one (`since`). On Python and aegra, `seq` restarts on each connection, and `applied_through_seq` is always 0.
 */
export const numbersEvents = (kind: ServerKind): boolean => kind === "javascript";

/** Whether an event's `event_id` is its `seq`, and not one that names its run: on JavaScript. */
export const isNumbered = ({ event_id, seq }: { event_id?: string; seq: number }): boolean =>
  event_id === undefined || event_id === String(seq);

/**
 * The run id in an `event_id`. aegra has it in each (`<run_id>_event_7:0`), Python in synthetic events of a run's status and
 * interrupts (`synth:<run_id>:lc||running`); Python's others (`1795856434627-0`) belong to the current run.
 */
export const runNamedBy = (eventId: string): string | undefined =>
  eventId.match(/^(?:synth:)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})[:_]/i)?.[1];

/**
 * Whether an event is one of Python's synthetic ones. Python runs the runs of a thread one at a time, so the start of
 * another run ends this one. It sends `interrupted` with the first interrupt, before further ones and the last values.
 */
export const isSynthetic = (eventId: string | undefined): boolean => eventId?.startsWith("synth:") ?? false;

/** The time at which Python stored an event, by the server's clock in ms: `1795856434627-0`, or `….2` for the third of the same ms. */
export const storedAt = (eventId = ""): number | undefined =>
  /^\d{13}-\d+(\.\d+)?$/.test(eventId) ? Number.parseInt(eventId, 10) : undefined;

/**
 * Whether an event of a model or a tool has the namespace of the node that called it: on JavaScript, where events are
 * numbered. On Python and aegra it has the namespace of the node's graph.
 */
export const hasNodeNamespace = isNumbered;

/** Whether a run's context can be sent: in `configurable`, from which Python and aegra fill it. JavaScript can't receive it. */
export const carriesContext = (kind: ServerKind): boolean => kind !== "javascript";

/** Whether the server applies a command's `multitask_strategy` to a busy thread: JavaScript and aegra ignore it. */
export const honoursStrategies = (kind: ServerKind): boolean => kind === "python";

/** The status and detail of a refusal, which Python puts into the message of a response of status 200: `422: no such graph`. */
export function refusalIn(answer: unknown): { status: number; detail: string } | undefined {
  if (!isRecord(answer) || answer.type !== "error") return undefined;
  const [, status, detail = ""] = String(answer.message).match(/^(4\d\d): (.*)$/s) ?? [];
  return status === undefined ? undefined : { status: Number(status), detail };
}

interface Sent {
  event_id?: string;
  seq: number;
  method: string;
  params: { data: unknown };
}

/**
 * Why the server doesn't send events of a kind that the run must have had. The evidence is an event: any of Python's for
 * `updates`, a tool call or its result for `tools`. Python sends no `custom` either, but no event proves that there was any.
 */
export function whyWithheld(event: Sent, wanted: string): string | undefined {
  const { data } = event.params;
  if (wanted === "updates" && isSynthetic(event.event_id)) return onlyTransformed("updates");
  if (wanted !== "tools" || isNumbered(event) || event.method !== "messages") return undefined;
  if (!isRecord(data) || !isOfTool(data)) return undefined;
  return runNamedBy(event.event_id ?? "") === undefined
    ? onlyTransformed("tools")
    : "aegra sends no tools events by this protocol";
}

const onlyTransformed = (wanted: string): string =>
  `a Python server sends ${wanted} events by this protocol only where the graph has a stream transformer for them`;

/** Whether a message event belongs to a tool message, or holds a tool call. */
const isOfTool = ({ role, content }: Record<string, unknown>): boolean =>
  role === "tool" || (isRecord(content) && content.type === "tool_call");

/** The error class in a `failed` event, which is all that aegra sends there. */
export const failureClass = (text: string | undefined): string | undefined =>
  text?.match(/^(\w+): execution failed$/)?.[1];

/** The data of a `custom` event: bare on Python, in a `payload` on the others, perhaps with a `name`. */
export function toCustom(data: unknown): unknown {
  const isCovered =
    isRecord(data) &&
    "payload" in data &&
    Object.keys(data).every((key) => key === "payload" || key === "name");
  return isCovered ? data.payload : data;
}

/** An update keyed by its node. JavaScript names the node beside the data, aegra within it, Python as its key. */
export function toUpdates(data: unknown, node: string | undefined): unknown {
  if (node !== undefined) return { [node]: data };
  const isCovered = isRecord(data) && typeof data.node === "string" && "values" in data;
  return isCovered ? { [String(data.node)]: data.values } : data;
}
