/** The request that failed. */
export interface RequestInfo {
  /** HTTP method, upper case. */
  readonly method: string;
  /** Path of the request, without origin and query. */
  readonly path: string;
}

/** The ids of a run, as far as they were known when it failed. */
export interface RunInfo {
  /** The id of the run's thread; `undefined` for a stateless run. */
  readonly threadId?: string | undefined;
  /** The id of the run; `undefined` when the server has not sent it. */
  readonly runId?: string | undefined;
}

/** The server answered with a status that is not 2xx, or with a body that is not of its content type. */
export class ApiError extends Error {
  /** Identifies the class. */
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
  /** The server's error message, from whichever field of the body it is in. */
  readonly detail: string | undefined;

  constructor(
    response: RequestInfo & { status: number; body: unknown; headers: Headers; detail: string | undefined },
    options?: ErrorOptions,
  ) {
    super(
      `${response.method} ${response.path}: ${response.status} ${response.detail ?? "(empty answer)"}`,
      options,
    );
    this.method = response.method;
    this.path = response.path;
    this.status = response.status;
    this.body = response.body;
    this.headers = response.headers;
    this.detail = response.detail;
  }
}

/** A copy of an error with another detail. */
export const withDetail = (error: ApiError, detail: string, cause: unknown = error): ApiError =>
  new ApiError({ ...error, detail }, { cause });

/** The server did not answer: the connection was refused or reset, or a time limit ended the wait. */
export class ConnectionError extends Error {
  /** Identifies the class. */
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
  /** Identifies the class. */
  override readonly name = "RemoteException";
  /** Class of the error that was thrown on the server, for example `ValueError`. */
  readonly error: string;
  /** The id of the run's thread; `undefined` for a stateless run. */
  readonly threadId: string | undefined;
  /** The id of the run; `undefined` when the server has not sent it. */
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

/** A run's stream was cut and could not be resumed, or carried data that is not an event. */
export class StreamError extends Error {
  /** Identifies the class. */
  override readonly name = "StreamError";
  /** The id of the run's thread; `undefined` for a stateless run. */
  readonly threadId: string | undefined;
  /** The id of the run; `undefined` when the server has not sent it. */
  readonly runId: string | undefined;
  /** The id of the last event, after which `joinStream` can resume. */
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
  /** Its id, to answer it by; some servers send none. */
  id?: string;
  /** What the graph passed to `interrupt`. */
  value: Value;
  /** JSON Schema of an answer, if the graph declares one. */
  response_schema?: Record<string, unknown>;
}

/** Thrown in a node to interrupt its parent graph. LangGraph recognises it by `name` and `is_bubble_up`. */
export class GraphInterrupt extends Error {
  /** Identifies the class for LangGraph. */
  override readonly name = "GraphInterrupt";
  /** Tells LangGraph to rethrow the error in the parent graph. */
  readonly is_bubble_up = true;
  /** What the graph passed to `interrupt`. */
  readonly interrupts: Interrupt[];

  constructor(interrupts: Interrupt[]) {
    super(JSON.stringify(interrupts, null, 2));
    this.interrupts = interrupts;
  }
}

/** Thrown in a node to pass a command to its parent graph. LangGraph recognises it by `name` and `is_bubble_up`. */
export class ParentCommand<C = unknown> extends Error {
  /** Identifies the class for LangGraph. */
  override readonly name = "ParentCommand";
  /** Tells LangGraph to rethrow the error in the parent graph. */
  readonly is_bubble_up = true;
  /** The command for the parent graph. */
  readonly command: C;

  constructor(command: C) {
    super("A command for the parent graph");
    this.command = command;
  }
}

const named = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

/** True for an {@link ApiError}, including those of other copies of this package. */
export const isApiError = (error: unknown): error is ApiError => named(error, "ApiError");
/** True for a {@link ConnectionError}, including those of other copies of this package. */
export const isConnectionError = (error: unknown): error is ConnectionError =>
  named(error, "ConnectionError");
/** True for a {@link RemoteException}, including those of other copies of this package. */
export const isRemoteException = (error: unknown): error is RemoteException =>
  named(error, "RemoteException");
/** True for a {@link StreamError}, including those of other copies of this package. */
export const isStreamError = (error: unknown): error is StreamError => named(error, "StreamError");
/** True for a GraphInterrupt, LangGraph's own included. */
export const isGraphInterrupt = (error: unknown): error is GraphInterrupt => named(error, "GraphInterrupt");
/** True for a ParentCommand, LangGraph's own included. */
export const isParentCommand = (error: unknown): error is ParentCommand => named(error, "ParentCommand");
