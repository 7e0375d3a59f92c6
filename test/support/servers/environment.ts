/** The environment without anything that would make a server trace, or look something up, or serve other graphs. */
export function offline(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(
    ([name]) =>
      !/^(LANGSMITH|LANGCHAIN|LANGGRAPH|AEGRA|POSTGRES|OTEL|REDIS)_|^(DATABASE_URL|PORT|HOST)$/.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    LANGSMITH_TRACING: "false",
    // Nothing listens there: whoever asks all the same is refused at once.
    LANGSMITH_ENDPOINT: "http://127.0.0.1:9",
    LANGGRAPH_CLI_NO_ANALYTICS: "1",
    NO_COLOR: "1",
  };
}
