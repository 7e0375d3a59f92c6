/** The request that failed. */
export interface RequestInfo {
  /** HTTP method, upper case. */
  readonly method: string;
  /** Path of the request, without origin and query. */
  readonly path: string;
}

/** What identifies a run, as far as it was known when something failed. */
export interface RunInfo {
  /** The thread that the run is on; `undefined` for a stateless run. */
  readonly threadId?: string | undefined;
  /** The run; `undefined` when the server has not named it. */
  readonly runId?: string | undefined;
}

/** The server answered with a status that is not 2xx, or with a body that is not of its content type. */
export class ApiError extends Error {
  /** What the class is known by. */
  override readonly name = "ApiError";
  /** HTTP method, upper case. */
  readonly method: string;
  /** Path of the request, without origin and query. */
  readonly path: string;
  /** HTTP status. */
  readonly status: number;
  /** The parsed JSON body, or its text. */
  readonly body: unknown;
  /** Response headers. */
  readonly headers: Headers;
  /** The server's own sentence, wherever its dialect puts it. */
  readonly detail: string | undefined;

  constructor(
    answer: RequestInfo & { status: number; body: unknown; headers: Headers; detail: string | undefined },
    options?: ErrorOptions,
  ) {
    super(`${answer.method} ${answer.path}: ${answer.status} ${answer.detail ?? "(empty answer)"}`, options);
    this.method = answer.method;
    this.path = answer.path;
    this.status = answer.status;
    this.body = answer.body;
    this.headers = answer.headers;
    this.detail = answer.detail;
  }
}

/** The same refusal with another sentence; what it is made of stays its cause. */
export function withDetail(error: ApiError, detail: string, cause: unknown = error): ApiError {
  const { method, path, status, body, headers } = error;
  return new ApiError({ method, path, status, body, headers, detail }, { cause });
}

/** No answer came: the connection was refused or reset, or a timeout ran out. */
export class ConnectionError extends Error {
  /** What the class is known by. */
  override readonly name = "ConnectionError";
  /** HTTP method, upper case. */
  readonly method: string;
  /** Path of the request, without origin and query. */
  readonly path: string;
  /** True when a timeout of this client ended the wait. */
  readonly timedOut: boolean;

  constructor(request: RequestInfo & { reason: string; timedOut?: boolean }, options?: ErrorOptions) {
    super(`${request.method} ${request.path}: ${request.reason}`, options);
    this.method = request.method;
    this.path = request.path;
    this.timedOut = request.timedOut ?? false;
  }
}

/** The run itself failed on the server. */
export class RemoteException extends Error {
  /** What the class is known by. */
  override readonly name = "RemoteException";
  /** Class of the error that was thrown on the server, for example `ValueError`. */
  readonly error: string;
  /** The thread that the run is on; `undefined` for a stateless run. */
  readonly threadId: string | undefined;
  /** The run; `undefined` when the server has not named it. */
  readonly runId: string | undefined;
  /** The node of the parent graph that the remote graph was called in. */
  readonly node: string | undefined;

  constructor(
    failure: RunInfo & { error: string; message: string; node?: string | undefined },
    options?: ErrorOptions,
  ) {
    super(failure.message, options);
    this.error = failure.error;
    this.threadId = failure.threadId;
    this.runId = failure.runId;
    this.node = failure.node;
  }
}

/** A run's stream ended without its end and could not be resumed, or carried what is no event of a run. */
export class StreamError extends Error {
  /** What the class is known by. */
  override readonly name = "StreamError";
  /** The thread that the run is on; `undefined` for a stateless run. */
  readonly threadId: string | undefined;
  /** The run; `undefined` when the server has not named it. */
  readonly runId: string | undefined;
  /** Where `joinStream` can go on. */
  readonly lastEventId: string | undefined;

  constructor(
    message: string,
    position: RunInfo & { lastEventId?: string | undefined } = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.threadId = position.threadId;
    this.runId = position.runId;
    this.lastEventId = position.lastEventId;
  }
}

/** One interrupt of a run: its value, and the id to answer it by. */
export interface Interrupt<Value = unknown> {
  /** What to answer it by; some servers give none. */
  id?: string;
  /** What the graph passed to `interrupt`. */
  value: Value;
  /** JSON Schema of an answer, where the graph gives one. */
  response_schema?: Record<string, unknown>;
}

/** Thrown in a node to make its parent graph stop and wait. LangGraph knows it by `name` and `is_bubble_up`. */
export class GraphInterrupt extends Error {
  /** What LangGraph knows the class by. */
  override readonly name = "GraphInterrupt";
  /** LangGraph passes an error with this on to the parent graph. */
  readonly is_bubble_up = true;
  /** What the graph passed to `interrupt`. */
  readonly interrupts: Interrupt[];

  constructor(interrupts: Interrupt[]) {
    super(JSON.stringify(interrupts, null, 2));
    this.interrupts = interrupts;
  }
}

/** Thrown in a node to send its parent graph elsewhere. LangGraph knows it by `name` and `is_bubble_up`. */
export class ParentCommand<C = unknown> extends Error {
  /** What LangGraph knows the class by. */
  override readonly name = "ParentCommand";
  /** LangGraph passes an error with this on to the parent graph. */
  readonly is_bubble_up = true;
  /** Where to go, and what to write there. */
  readonly command: C;

  constructor(command: C) {
    super("A command for the parent graph");
    this.command = command;
  }
}

const named = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

/** True for an {@link ApiError}, also one of another copy of this package. */
export const isApiError = (error: unknown): error is ApiError => named(error, "ApiError");
/** True for a {@link ConnectionError}, also one of another copy of this package. */
export const isConnectionError = (error: unknown): error is ConnectionError =>
  named(error, "ConnectionError");
/** True for a {@link RemoteException}, also one of another copy of this package. */
export const isRemoteException = (error: unknown): error is RemoteException =>
  named(error, "RemoteException");
/** True for a {@link StreamError}, also one of another copy of this package. */
export const isStreamError = (error: unknown): error is StreamError => named(error, "StreamError");
/** True for a GraphInterrupt, LangGraph's own included. */
export const isGraphInterrupt = (error: unknown): error is GraphInterrupt => named(error, "GraphInterrupt");
/** True for a ParentCommand, LangGraph's own included. */
export const isParentCommand = (error: unknown): error is ParentCommand => named(error, "ParentCommand");
