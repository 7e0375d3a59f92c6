import type { CallAnswer, operations, paths } from "langgraph-remote";
import type { FetchResponse, Client as OpenapiClient } from "openapi-fetch";
import { expectType } from "./expect.js";

type IsAny<T> = 0 extends 1 & T ? true : false;
type Mutual<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
type Theirs<Operation> =
  Operation extends Record<string, unknown> ? FetchResponse<Operation, object, `${string}/${string}`> : never;

/** Ids of the operations whose call gives `any`. */
type Untyped = {
  [Id in keyof operations]: true extends
    | IsAny<CallAnswer<operations[Id]>>
    | IsAny<CallAnswer<operations[Id]>["data"]>
    | IsAny<CallAnswer<operations[Id]>["error"]>
    ? Id
    : never;
}[keyof operations];
declare const untyped: Untyped;
expectType<never>().of(untyped);

/** Ids of the operations of which openapi-fetch's own types say something else. */
type Differing = {
  [Id in keyof operations]: true extends Mutual<
    CallAnswer<operations[Id]>["data"],
    Theirs<operations[Id]>["data"]
  > &
    Mutual<CallAnswer<operations[Id]>["error"], Theirs<operations[Id]>["error"]>
    ? never
    : Id;
}[keyof operations];
declare const differing: Differing;
expectType<never>().of(differing);

// both walks arrive at what a call gives
declare const state: CallAnswer<operations["getThreadState"]>;
expectType<string[] | undefined>().of(state.data?.next);
type Parsed = { responses: { 200: { content: { "application/json": ReturnType<typeof JSON.parse> } } } };
declare const any: IsAny<CallAnswer<Parsed>["data"]>;
expectType<true>().of(any);
declare const unlike: Mutual<string | undefined, Theirs<operations["getThreadState"]>["data"]>;
expectType<false>().of(unlike);
export type Library = OpenapiClient<paths>;
