import type { Conversation } from "./conversation.js";
import { idOf, MARK, nobody, type Subject } from "./subject.js";

/** Assistants: made, found, changed, drawn and deleted. */
export async function converseOnAssistants(subject: Subject): Promise<void> {
  const { talk, graph } = subject;
  const metadata = { ...MARK, run: crypto.randomUUID() };
  const made = await talk.call("createAssistant", {
    body: {
      graph_id: graph,
      name: "Conformance",
      description: "Made to be deleted",
      metadata,
      config: { tags: ["conformance"], recursion_limit: 30, configurable: { colour: "blue" } },
    },
  });
  const path = { assistant_id: idOf(made.body, "assistant_id") };
  talk.cleanUpBy(`assistant ${path.assistant_id}`, () => talk.probe("deleteAssistant", { path }));

  await talk.probe("createAssistant", { body: { graph_id: graph, assistant_id: path.assistant_id } });
  await talk.call("createAssistant", {
    body: { graph_id: graph, assistant_id: path.assistant_id, if_exists: "do_nothing" },
  });
  await talk.call("getAssistant", { path });
  await talk.probe("getAssistant", { path: { assistant_id: nobody } });

  await talk.call("searchAssistants", { body: {} });
  await talk.call("searchAssistants", {
    body: { graph_id: graph, metadata, limit: 5, offset: 0, sort_by: "created_at", sort_order: "desc" },
  });
  await talk.call("searchAssistants", { body: { metadata, select: ["assistant_id", "name"] } });
  await talk.call("searchAssistants", { body: { name: "conform" } });
  await talk.call("countAssistants", { body: { metadata } });

  await talk.call("updateAssistant", { path, body: { metadata: { changed: true }, name: "Changed" } });
  await talk.call("updateAssistant", { path, body: { context: { user: "Ada" } } });
  await talk.probe("updateAssistant", { path: { assistant_id: nobody }, body: { name: "Nobody" } });
  await talk.call("listAssistantVersions", { path, body: { limit: 10, offset: 0 } });
  await talk.probe("listAssistantVersions", { path, body: { metadata: { none: "such" } } });
  await talk.probe("setLatestAssistantVersion", { path, body: { version: 1 } });
  await talk.probe("setLatestAssistantVersion", { path, body: { version: 99 } });

  await converseOnGraphs(subject, path.assistant_id);

  await talk.call("deleteAssistant", { path, query: { delete_threads: "false" } });
  await talk.probe("deleteAssistant", { path });
}

async function converseOnGraphs({ talk, graph }: Subject, id: string): Promise<void> {
  await talk.call("getAssistantGraph", { path: { assistant_id: id } });
  await talk.probe("getAssistantSchemas", { path: { assistant_id: id } });
  await talk.probe("getAssistantGraph", { path: { assistant_id: nobody } });
  await converseOnGraph(talk, graph);
}

/** What can be asked of a graph by its name, which not every server takes for an id. */
export async function converseOnGraph(talk: Conversation, name: string): Promise<void> {
  const path = { assistant_id: name };
  await talk.probe("getAssistant", { path });
  await talk.probe("getAssistantGraph", { path, query: { xray: "true" } });
  await talk.probe("getAssistantGraph", { path, query: { xray: "2" } });
  await talk.probe("getAssistantSchemas", { path });
  await talk.probe("getAssistantSubgraphs", { path });
  await talk.probe("getAssistantSubgraphs", { path, query: { recurse: "true" } });
  await talk.probe("getAssistantSubgraphsInNamespace", { path: { ...path, namespace: "child" } });
  await talk.probe("getAssistantSubgraphsInNamespace", {
    path: { ...path, namespace: "child|grand" },
    query: { recurse: "true" },
  });
}
