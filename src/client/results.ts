/** Converts the result of a call to its data, or throws its error. */
import { ApiError, isApiError } from "../errors.js";
import { detailOf } from "../servers/error-bodies.js";
import type { Exchange, FetchResult } from "./attempts.js";

/** The data of a call. @throws {ApiError} when the server refused it, or sent an empty body */
export async function result<T>(call: Promise<{ data?: T } & FetchResult>): Promise<T> {
  const exchange = await settled(call);
  if (exchange.data !== undefined) return exchange.data;
  throw toApiError(exchange, "an empty answer");
}

/** The complete result of a successful call. @throws {ApiError} when the server refused it */
export async function settled<T>(call: Promise<{ data?: T } & FetchResult>): Promise<Exchange<T>> {
  const exchange = (await call) as Exchange<T>; // every call of a client from `createClient` resolves to one
  if (exchange.response.ok) return exchange;
  const { status } = exchange.response;
  const redirected =
    status >= 300 && status < 400 ? "a redirect that leads elsewhere is not followed" : undefined;
  throw toApiError(exchange, detailOf(exchange.error) ?? redirected);
}

/** The value; `undefined` when the server answers 404. */
export async function unlessMissing<T>(asking: Promise<T>): Promise<T | undefined> {
  return asking.catch((error: unknown) => {
    if (isApiError(error) && error.status === 404) return undefined;
    throw error;
  });
}

/** The error of a response. */
export function toApiError(
  exchange: Exchange,
  detail: string | undefined,
  status = exchange.response.status,
): ApiError {
  const { response, request, redactor, error: body } = exchange;
  const headers = redactor.headers(response.headers);
  return new ApiError({ ...request, status, body, headers, detail });
}
