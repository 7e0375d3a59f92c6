/**
 * The types of an openapi-fetch client for the Server API document. They replace the library's own, which map each body and
 * response field by field: that slows editors down and hides the names of the schemas.
 */
import type {
  HeadersOptions,
  Middleware,
  ParseAs,
  PathSerializer,
  QuerySerializerOptions,
} from "openapi-fetch";
import type { methods } from "../../generated/schema.js";
import type { RetryOptions } from "./retry-policy.js";

/** Options of a call that override those of its client. */
export interface CallOptions {
  /** Time in ms to the response headers of each attempt. */
  timeoutMs?: number;
  /** Time limit in ms for the whole call with its retries and pauses; for an event stream, until its headers. */
  timeout?: number;
  /** How often this call is tried again; `false`: never. Default: the client's. */
  retry?: RetryOptions | false;
}

/** Options of a call besides its parameters and its body. */
export interface CallSettings<As extends ParseAs> extends CallOptions, Omit<RequestInit, "body" | "headers"> {
  /** How to read the body of the response. Default `json`. */
  parseAs?: As;
  /** Headers of this call, over the client's. */
  headers?: HeadersOptions;
  /** Another address than that of the client. */
  baseUrl?: string;
  /** Replaces the client's `fetch` for this call; retries and time limits still apply. */
  fetch?: (request: Request) => Promise<Response>;
  /** More middleware for this call. */
  middleware?: Middleware[];
  /** Builds the path from its parameters. */
  pathSerializer?: PathSerializer;
  /** Builds the query from its parameters. */
  querySerializer?: QuerySerializerOptions | ((query: Record<string, unknown>) => string);
  /** Serializes the body. Default: JSON. */
  bodySerializer?: (body: unknown) => unknown;
}

/** The only member of `content`, or each of several. */
type ContentOf<Message> = Message extends { content: infer Content } ? Content[keyof Content] : undefined;

// not distributive: while the path is unknown, `Operation` is the union of all operations
type ParamsOf<Operation> = [Operation] extends [{ parameters: infer Params }]
  ? Record<never, never> extends Params
    ? { params?: Params }
    : { params: Params }
  : never;

type BodyOf<Operation> = [Operation] extends [{ requestBody: infer Body }]
  ? { body: ContentOf<Body> }
  : [Operation] extends [{ requestBody?: infer Body }]
    ? { body?: ContentOf<NonNullable<Body>> }
    : { body?: never };

/** The arguments of a call: its options, which are optional if none of their fields is required. */
export type CallArguments<Operation, As extends ParseAs> =
  Record<never, never> extends ParamsOf<Operation> & BodyOf<Operation>
    ? [options?: ParamsOf<Operation> & BodyOf<Operation> & CallSettings<As>]
    : [options: ParamsOf<Operation> & BodyOf<Operation> & CallSettings<As>];

type OkStatus = 200 | 201 | 202 | 203 | 204 | 206 | 207 | "2XX";

type AnswersOf<Operation> = Operation extends { responses: infer Answers } ? Answers : never;

type DataOf<Answers> = ContentOf<Answers[keyof Answers & OkStatus]>;

type ErrorOf<Answers> = ContentOf<Answers[Exclude<keyof Answers, OkStatus>]>;

interface Parsed<Json> {
  json: Json;
  text: string;
  blob: Blob;
  arrayBuffer: ArrayBuffer;
  stream: Response["body"];
}

/** The result of a call: with `data` for a success status, else with `error`. */
export type CallAnswer<Operation, As extends ParseAs = "json"> =
  | CallSuccess<Parsed<DataOf<AnswersOf<Operation>>>[As]>
  | CallFailure<ErrorOf<AnswersOf<Operation>>>;

/** The result of a successful call. */
export interface CallSuccess<Data> {
  /** The body, parsed. */
  data: Data;
  /** Not there. */
  error?: never;
  /** The response itself: its status and its headers. */
  response: Response;
}

/** The result of a call that the server refused. */
export interface CallFailure<Body> {
  /** Not there. */
  data?: never;
  /** The body, parsed, or its text. */
  error: Body;
  /** The response itself: its status and its headers. */
  response: Response;
}

/** One method's calls, by path. */
export type ClientMethod<M extends keyof methods> = <
  Path extends keyof methods[M],
  As extends ParseAs = "json",
>(
  path: Path,
  ...options: CallArguments<methods[M][Path], As>
) => Promise<CallAnswer<methods[M][Path], As>>;

/** An openapi-fetch client over every operation of the Server API document. */
export interface Client {
  /** Reads: `client.GET("/threads/{thread_id}", { params: { path } })`. */
  GET: ClientMethod<"get">;
  /** Replaces a resource. */
  PUT: ClientMethod<"put">;
  /** Creates, starts or searches. */
  POST: ClientMethod<"post">;
  /** Deletes a resource. */
  DELETE: ClientMethod<"delete">;
  /** Changes some fields of a resource. */
  PATCH: ClientMethod<"patch">;
  /** Calls a path by any of its methods, named in lower case. */
  request<M extends keyof methods, Path extends keyof methods[M], As extends ParseAs = "json">(
    method: M,
    path: Path,
    ...options: CallArguments<methods[M][Path], As>
  ): Promise<CallAnswer<methods[M][Path], As>>;
  /** Adds middleware for requests and responses. */
  use(...middleware: Middleware[]): void;
  /** Removes middleware. */
  eject(...middleware: Middleware[]): void;
}
