/** Converts the result of a call to its data, or throws its error. */
import { ApiError, isApiError } from "../errors.js";
import { detailOf } from "../servers/error-bodies.js";
import { isRecord } from "../util/record.js";
import type { Exchange, FetchResult } from "./attempts.js";

/**
 * The data of a call.
 *
 * @param failureKey - see {@link dataOf}
 * @throws {ApiError} when the server refused the call, or sent an empty body
 */
export async function result<T>(call: Promise<{ data?: T } & FetchResult>, failureKey?: string): Promise<T> {
  const exchange = await settled(call);
  const data = dataOf(exchange, failureKey);
  if (data === undefined) throw toApiError(exchange, "an empty answer");
  return data;
}

/**
 * The data of a response.
 *
 * @param failureKey - the member that tells why a run failed: the request's secrets are removed from it
 */
export function dataOf<T>({ data, redactor }: Exchange<T>, failureKey?: string): T | undefined {
  if (failureKey === undefined || !isRecord(data) || !(failureKey in data)) return data;
  return { ...data, [failureKey]: redactor.value(data[failureKey]) };
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
