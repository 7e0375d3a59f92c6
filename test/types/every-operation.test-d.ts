import type { operations } from "langgraph-remote";
import type { FetchResponse } from "openapi-fetch";
import { expectType } from "./expect.js";

type IsAny<T> = 0 extends 1 & T ? true : false;
type Answer<Operation> =
  Operation extends Record<string, unknown> ? FetchResponse<Operation, object, `${string}/${string}`> : never;

/** Ids of the operations whose call gives `any`. */
type Untyped = {
  [Id in keyof operations]: true extends
    | IsAny<Answer<operations[Id]>>
    | IsAny<Answer<operations[Id]>["data"]>
    | IsAny<Answer<operations[Id]>["error"]>
    ? Id
    : never;
}[keyof operations];

declare const untyped: Untyped;
expectType<never>().of(untyped);

// the walk arrives at what a call gives
declare const state: Answer<operations["getThreadState"]>;
expectType<string[] | undefined>().of(state.data?.next);
declare const any: IsAny<
  Answer<{ responses: { 200: { content: { "application/json": ReturnType<typeof JSON.parse> } } } }>["data"]
>;
expectType<true>().of(any);
