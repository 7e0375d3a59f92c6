import {
  ApiError,
  ConnectionError,
  GraphInterrupt,
  ParentCommand,
  RemoteException,
  StreamError,
} from "langgraph-remote";
import { expectType } from "./expect.js";

const request = { method: "GET", path: "/ok" };
const answer = { ...request, status: 500, body: "", headers: new Headers(), detail: undefined };
const options = { cause: new Error("why") };

expectType<ApiError>().of(new ApiError(answer, options));
expectType<ConnectionError>().of(new ConnectionError({ ...request, reason: "refused" }, options));
expectType<RemoteException>().of(new RemoteException({ error: "ValueError", message: "no" }, options));
expectType<StreamError>().of(new StreamError("cut", { runId: "r" }, options));
expectType<GraphInterrupt>().of(new GraphInterrupt([{ value: "Go on?" }]));
expectType<ParentCommand<string>>().of(new ParentCommand("leave"));

// @ts-expect-error one argument too many
new ApiError(answer, options, "more");
// @ts-expect-error one argument too many
new ConnectionError({ ...request, reason: "refused" }, options, "more");
// @ts-expect-error one argument too many
new RemoteException({ error: "ValueError", message: "no" }, options, "more");
// @ts-expect-error one argument too many
new StreamError("cut", { runId: "r" }, options, "more");
// @ts-expect-error one argument too many
new GraphInterrupt([], options);
// @ts-expect-error one argument too many
new ParentCommand("leave", options);

// @ts-expect-error an error is made of what is known of the answer, not of a sentence
new ApiError("no such thread");
// @ts-expect-error no such field
new ApiError({ ...answer, code: 500 });
// @ts-expect-error no such field
new StreamError("cut", { run_id: "r" });
