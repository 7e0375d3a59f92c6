/** Tells LangChain's `streamEvents` of the models that run on the server: their tokens come as messages of the run. */
import type {
  CallbackManager,
  CallbackManagerForChainRun,
  CallbackManagerForLLMRun,
} from "@langchain/core/callbacks/manager";
import { AIMessage, AIMessageChunk, type BaseMessage } from "@langchain/core/messages";
import { ChatGenerationChunk } from "@langchain/core/outputs";
import { isRecord } from "./util/record.js";

/** What LangChain's `streamEvents` of version v2 names its handler. */
const LISTENER = "event_stream_tracer";

/** A model that is at work, and what it has said. */
interface Model {
  runs: CallbackManagerForLLMRun[];
  message: AIMessageChunk;
}

/** True when somebody listens to the events of a call. */
export const isListenedTo = (
  manager: CallbackManagerForChainRun | undefined,
): manager is CallbackManagerForChainRun => manager?.handlers.some(({ name }) => name === LISTENER) ?? false;

/** Makes events of models out of the messages that a run tells. */
export class ModelEvents {
  readonly #manager: CallbackManagerForChainRun;
  readonly #models = new Map<string, Model>();

  constructor(manager: CallbackManagerForChainRun) {
    this.#manager = manager;
  }

  /** Tells of a chunk of the mode `messages`: a message of a model, or a piece of one, and its metadata. */
  async tell(chunk: unknown): Promise<void> {
    if (!Array.isArray(chunk)) return;
    const [message, metadata]: unknown[] = chunk;
    if (!AIMessage.isInstance(message) && !AIMessageChunk.isInstance(message)) return;
    const piece = AIMessageChunk.isInstance(message) ? message : toPiece(message);
    const id = piece.id ?? "";
    const known = this.#models.get(id);
    const model = known ?? { runs: await this.#start(isRecord(metadata) ? metadata : {}), message: piece };
    if (known === undefined) this.#models.set(id, model);
    else model.message = model.message.concat(piece);
    const { text } = piece;
    const fields = { chunk: new ChatGenerationChunk({ message: piece, text }) };
    for (const run of model.runs)
      await run.handleLLMNewToken(text, undefined, undefined, undefined, undefined, fields);
  }

  /** Tells that the models have come to their end. */
  async end(): Promise<void> {
    for (const { runs, message } of this.#models.values())
      for (const run of runs)
        await run.handleLLMEnd({ generations: [[new ChatGenerationChunk({ message, text: message.text })]] });
    this.#models.clear();
  }

  async #start(metadata: Record<string, unknown>): Promise<CallbackManagerForLLMRun[]> {
    const name = typeof metadata.ls_model_name === "string" ? metadata.ls_model_name : "ChatModel";
    const serialized = { lc: 1, type: "not_implemented" as const, id: [name] };
    const listeners = this.#listeners(metadata);
    return listeners.handleChatModelStart(
      serialized,
      [[]],
      undefined,
      undefined,
      {},
      undefined,
      undefined,
      name,
    );
  }

  /** Only who listens to events is told: a parent's stream shows the messages already, and the server traces its models. */
  #listeners(metadata: Record<string, unknown>): CallbackManager {
    const child = this.#manager.getChild();
    child.addMetadata(metadata, false);
    child.setHandlers(child.handlers.filter(({ name }) => name === LISTENER));
    return child;
  }
}

const toPiece = ({ id, content, tool_calls = [] }: BaseMessage & { tool_calls?: AIMessage["tool_calls"] }) =>
  new AIMessageChunk({ content, tool_calls, ...(id === undefined ? {} : { id }) });
