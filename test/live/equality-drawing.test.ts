import { describe, expect, test } from "vitest";
import { toArray } from "../support/to-array.js";
import { has, needs } from "./support/features.js";
import { graphNames, localGraph, remoteGraph } from "./support/graphs.js";

describe.concurrent("a remote graph is drawn as the local one", () => {
  test.for(graphNames)("%s", async (name, { expect }) => {
    const [local, remote] = await Promise.all([
      localGraph(name).getGraphAsync(),
      remoteGraph(name).getGraphAsync(),
    ]);
    expect(remote.toJSON()).toEqual(local.toJSON());
  });

  const depths = has("drawing of one level") ? [true, 1, 2, 0, false] : [true, 2, 0, false];
  test.for(depths)("nested, with xray %s", async (xray, { expect }) => {
    const [local, remote] = await Promise.all([
      localGraph("nested").getGraphAsync({ xray }),
      remoteGraph("nested").getGraphAsync({ xray }),
    ]);
    expect(remote.toJSON()).toEqual(local.toJSON());
  });
});

// Python's own text is another one
describe.concurrent("a remote graph's Mermaid text is LangGraph's", needs("graphs in JavaScript"), () => {
  test.for(graphNames.flatMap((name) => [false, true].map((xray) => [name, xray] as const)))(
    "%s, with xray %s",
    async ([name, xray], { expect }) => {
      const [local, remote] = await Promise.all([
        localGraph(name).getGraphAsync({ xray }),
        remoteGraph(name).getGraphAsync({ xray }),
      ]);
      expect(remote.drawMermaid()).toBe(local.drawMermaid());
    },
  );
});

// One after the other: for each answer the server compiles the graph's source.
describe("a remote graph has the subgraphs of the local one", () => {
  const asked: [namespace: string | undefined, recurse: boolean][] = [
    [undefined, false],
    [undefined, true],
    ["child", false],
    ["child|grand", true],
    ["nobody", true],
  ];
  test.for(asked)("of %s, recursively: %s", async ([namespace, recurse]) => {
    const local = await namesOf(localGraph("nested").getSubgraphsAsync(namespace, recurse));
    const remote = await namesOf(remoteGraph("nested").getSubgraphsAsync(namespace, recurse));
    expect(remote).toEqual(local);
  });
});

const namesOf = async (subgraphs: AsyncIterable<[string, unknown]>) =>
  (await toArray(subgraphs)).map(([name]) => name);
