export type * from "../generated/schema.js";
export { type ClientOptions, createClient } from "./client/client.js";
export type {
  CallAnswer,
  CallArguments,
  CallFailure,
  CallSettings,
  CallSuccess,
  Client,
  ClientMethod,
} from "./client/client-calls.js";
export { type ListAllOptions, listAll, type PagedItems } from "./client/list-all.js";
export type { RetryOptions } from "./client/retry-policy.js";
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
  type RequestInfo,
  type RunInfo,
  StreamError,
} from "./errors.js";
export type { Superstep, SuperstepUpdate } from "./graph/deployed-graph.js";
export type { DrawableEdge, DrawableGraph, DrawableNode, MermaidOptions } from "./graph/drawable.js";
export type { RemoteGraphOptions } from "./graph/graph-context.js";
export { RemoteGraph } from "./graph/remote-graph.js";
export { type HandledRun, RunHandle, type StartedRun } from "./graph/run-handle.js";
export { RunStream } from "./graph/run-stream.js";
export type { EventFilters, EventStreamOptions, StreamEvent } from "./graph/stream-events.js";
export type { ThreadPolicy } from "./node/node-place.js";
export type { ThreadRun } from "./protocol/thread-run.js";
export type { SubgraphStream, ThreadScope } from "./protocol/thread-scope.js";
export type * from "./protocol/thread-types.js";
export type { RunEvents } from "./run/run-events.js";
export type {
  CancelOptions,
  CreateRunOptions,
  Encoded,
  EventOptions,
  JoinOptions,
  JoinStreamOptions,
  RunEvent,
  RunStatus,
} from "./run/run-types.js";
export { type JoinRunOptions, joinRun, type StreamRunOptions, streamRun } from "./run/stream-run.js";
export type * from "./types.js";
export { Command, type CommandFields, Send, type SendLike } from "./wire/command.js";
export type { MessageCoercion, MessageFields } from "./wire/messages.js";
