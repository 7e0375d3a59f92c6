/** What differs between servers in the thread protocol (`/commands` and `/stream/events`). */
import { isRecord } from "../util/record.js";
import type { ServerKind } from "./server.js";

/**
 * Whether `seq` and `applied_through_seq` count the events of a thread over all of its runs, so that a stream can begin
 * behind one (`since`). Python and aegra number each connection anew and answer each command with 0.
 */
export const numbersEvents = (kind: ServerKind): boolean => kind === "javascript";

/** Whether an event's `event_id` is its `seq`, and not one that names its run: on JavaScript. */
export const isNumbered = ({ event_id, seq }: { event_id?: string; seq: number }): boolean =>
  event_id === undefined || event_id === String(seq);

/**
 * The run that an `event_id` names. aegra names it in each (`<run_id>_event_7:0`), Python in those that it makes of a run's
 * status and of interrupts (`synth:<run_id>:lc||running`); its others (`1795856434627-0`) belong to the current run.
 */
export const runNamedBy = (eventId: string): string | undefined =>
  eventId.match(/^(?:synth:)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})[:_]/i)?.[1];

/**
 * Whether an event is one that Python makes. It runs one run of a thread after another, so the start of another one ends
 * this one; and its `interrupted` comes with the first interrupt, before further ones, other branches and the last values.
 */
export const isSynthetic = (eventId: string | undefined): boolean => eventId?.startsWith("synth:") ?? false;

/** When Python has stored an event, by its own clock in ms: `1795856434627-0`, or `….2` for the third of the same ms. */
export const storedAt = (eventId = ""): number | undefined =>
  /^\d{13}-\d+(\.\d+)?$/.test(eventId) ? Number.parseInt(eventId, 10) : undefined;

/**
 * Whether an event of a model or a tool stands in a namespace of the node that called it: on JavaScript, where events are
 * numbered. On Python and aegra it stands in that of the node's graph.
 */
export const hasNodeNamespace = isNumbered;

/** Whether a run's context can be sent: in `configurable`, from which Python and aegra fill it. JavaScript has no way. */
export const carriesContext = (kind: ServerKind): boolean => kind !== "javascript";

/** Whether a command's strategy is kept for a thread that is at work: JavaScript and aegra start the run regardless. */
export const honoursStrategies = (kind: ServerKind): boolean => kind === "python";

interface Sent {
  event_id?: string;
  seq: number;
  method: string;
  params: { data: unknown };
}

/**
 * Why a run has no events of a kind although it must have had some, by an event that shows it: any of Python's for `updates`, the
 * call or the answer of a tool for `tools`. Python sends no `custom` either, but nothing shows that a graph has written any.
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

/** Whether a step of a message is of a tool's own message, or has the call of one. */
const isOfTool = ({ role, content }: Record<string, unknown>): boolean =>
  role === "tool" || (isRecord(content) && content.type === "tool_call");

/** The class in the text of a `failed` event: aegra sends nothing else there. */
export const failureClass = (text: string | undefined): string | undefined =>
  text?.match(/^(\w+): execution failed$/)?.[1];

/** What a node wrote to the custom stream. Python sends it bare, the others in a `payload`, perhaps with a `name`. */
export function toCustom(data: unknown): unknown {
  const isCovered =
    isRecord(data) &&
    "payload" in data &&
    Object.keys(data).every((key) => key === "payload" || key === "name");
  return isCovered ? data.payload : data;
}

/** An update by its node. JavaScript names the node beside the data, aegra within, Python as its member. */
export function toUpdates(data: unknown, node: string | undefined): unknown {
  if (node !== undefined) return { [node]: data };
  const isCovered = isRecord(data) && typeof data.node === "string" && "values" in data;
  return isCovered ? { [String(data.node)]: data.values } : data;
}
