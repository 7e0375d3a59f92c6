export type * from "../generated/schema.js";
export { type Client, type ClientOptions, createClient } from "./client.js";
export type { CallAnswer, CallArguments, CallSettings } from "./client-calls.js";
export type { DrawableEdge, DrawableGraph, DrawableNode, MermaidOptions } from "./drawable.js";
export {
  ApiError,
  ConnectionError,
  GraphInterrupt,
  type Interrupt,
  isApiError,
  isConnectionError,
  isGraphInterrupt,
  isParentCommand,
  isRemoteException,
  isStreamError,
  ParentCommand,
  RemoteException,
  StreamError,
} from "./errors.js";
export type { RunEvent } from "./event-intake.js";
export type { EventOptions } from "./event-options.js";
export type { MessageCoercion, MessageFields } from "./messages.js";
export type { ThreadPolicy } from "./node.js";
export { RemoteGraph } from "./remote-graph.js";
export type { RemoteGraphOptions } from "./remote-options.js";
export type { RetryOptions } from "./retry.js";
export { type JoinRunOptions, joinRun, type StreamRunOptions, streamRun } from "./run-access.js";
export type { RunEvents } from "./run-events.js";
export { type HandledRun, RunHandle, type StartedRun } from "./run-handle.js";
export { RunStream } from "./run-stream.js";
export type * from "./run-types.js";
export { Command, Send } from "./serialize.js";
export type { EventFilters, EventStreamOptions, StreamEvent } from "./stream-events.js";
export type { ThreadRun } from "./thread-run.js";
export type * from "./thread-types.js";
export type * from "./types.js";
