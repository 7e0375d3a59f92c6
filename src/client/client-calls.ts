/**
 * The calls of an openapi-fetch client over the document, by types of our own: the library's map each body and answer
 * member by member, which costs an editor many times as much, and hides the names of the schemas.
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

/** What a single call may set over its client's options. */
export interface CallOptions {
  /** Time in ms to the response headers of each attempt. */
  timeoutMs?: number;
  /** Time in ms for the whole call, attempts and pauses and all; of an event stream, to its headers. */
  timeout?: number;
  /** How often this call is tried again; `false`: never. Default: the client's. */
  retry?: RetryOptions | false;
}

/** What a single call may set beside its parameters and its body. */
export interface CallSettings<As extends ParseAs> extends CallOptions, Omit<RequestInit, "body" | "headers"> {
  /** How to read the body of an answer. Default `json`. */
  parseAs?: As;
  /** Headers of this call, over the client's. */
  headers?: HeadersOptions;
  /** Another address than that of the client. */
  baseUrl?: string;
  /** Takes the place of the client's `fetch` for this call, with its retries and time limits. */
  fetch?: (request: Request) => Promise<Response>;
  /** More middleware for this call. */
  middleware?: Middleware[];
  /** Makes the path of its parameters. */
  pathSerializer?: PathSerializer;
  /** Makes the query of its parameters. */
  querySerializer?: QuerySerializerOptions | ((query: Record<string, unknown>) => string);
  /** Makes the body of what is given for it. Default: JSON. */
  bodySerializer?: (body: unknown) => unknown;
}

/** The only member of `content`, or each of several. */
type ContentOf<Message> = Message extends { content: infer Content } ? Content[keyof Content] : undefined;

// no distribution over `Operation`: while a path is still unknown that is all of them, and would be their product
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

/** What is sent: the options of a call, which may be left out where nothing in them is required. */
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

/** What a call gives: `data` when the status is one of success, else `error`. */
export type CallAnswer<Operation, As extends ParseAs = "json"> =
  | CallSuccess<Parsed<DataOf<AnswersOf<Operation>>>[As]>
  | CallFailure<ErrorOf<AnswersOf<Operation>>>;

/** What a call gives that the server carried out. */
export interface CallSuccess<Data> {
  /** The body, parsed. */
  data: Data;
  /** Not there. */
  error?: never;
  /** The answer itself: its status and its headers. */
  response: Response;
}

/** What a call gives that the server refused. */
export interface CallFailure<Body> {
  /** Not there. */
  data?: never;
  /** The body, parsed, or its text. */
  error: Body;
  /** The answer itself: its status and its headers. */
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
  /** Writes over what is there. */
  PUT: ClientMethod<"put">;
  /** Makes, starts, or searches. */
  POST: ClientMethod<"post">;
  /** Takes away. */
  DELETE: ClientMethod<"delete">;
  /** Changes some fields. */
  PATCH: ClientMethod<"patch">;
  /** Calls a path by any of its methods, named in lower case. */
  request<M extends keyof methods, Path extends keyof methods[M], As extends ParseAs = "json">(
    method: M,
    path: Path,
    ...options: CallArguments<methods[M][Path], As>
  ): Promise<CallAnswer<methods[M][Path], As>>;
  /** Lets middleware see each request and each answer. */
  use(...middleware: Middleware[]): void;
  /** Takes middleware out again. */
  eject(...middleware: Middleware[]): void;
}
