import { Ajv2020 } from "ajv/dist/2020.js";
import { runScenario, type ScenarioReport } from "../../src/cli/check/scenario.js";
import { DocumentValidator } from "../../src/cli/check/validator.js";
import { readOwnDocument } from "../../src/cli/document.js";
import { findAssistants } from "../../src/cli/types/deployment.js";
import { createClient } from "../../src/index.js";
import { fixtureParts } from "./conformance/graphs.js";
import { throughPrism } from "./prism.js";

export interface ConformanceOptions {
  serverUrl: string;
  /** Prism, between here and the server. */
  proxyUrl: string;
  headers?: Record<string, string>;
  /** Whether the server has the graphs of the test fixtures. */
  hasFixtures: boolean;
  /** The graph to talk about, and an input for it. Default: `echo` of the fixtures, or the first there is. */
  graph?: string | undefined;
  input?: unknown;
}

/** Calls every operation of the document through Prism and removes what it made. */
export async function runConformanceScenario(options: ConformanceOptions): Promise<ScenarioReport> {
  const { serverUrl, proxyUrl, hasFixtures, headers = {}, input = {} } = options;
  const wanted = options.graph ?? (hasFixtures ? "echo" : undefined);
  const client = createClient({ url: serverUrl, headers });
  const [{ graph_id, assistant_id }] = await findAssistants(client, wanted === undefined ? [] : [wanted]);
  return runScenario({
    serverUrl,
    headers,
    client,
    graph: graph_id,
    assistant: assistant_id,
    input,
    validator: new DocumentValidator(readOwnDocument(), Ajv2020),
    ...throughPrism(serverUrl, proxyUrl),
    ...(hasFixtures ? { parts: fixtureParts } : {}),
  });
}
