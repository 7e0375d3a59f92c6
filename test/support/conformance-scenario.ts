import { Ajv2020 } from "ajv/dist/2020.js";
import { Judge } from "../../src/cli/check/judge.js";
import {
  runScenario,
  type ScenarioOptions,
  type ScenarioReport,
} from "../../src/cli/check/scenario.js";
import { readOwnDocument } from "../../src/cli/document.js";
import { fixtureParts } from "./check/graphs.js";
import { readOperations } from "./document.js";
import { toWitness } from "./prism.js";

export interface ConformanceOptions
  extends Pick<ScenarioOptions, "serverUrl" | "headers" | "graph" | "input"> {
  /** Prism, between here and the server. */
  proxyUrl: string;
  /** Whether the server has the graphs of the test fixtures. */
  hasFixtures: boolean;
}

/** Calls every operation of the document through Prism and removes what it made. */
export function runConformanceScenario({
  proxyUrl,
  hasFixtures,
  ...options
}: ConformanceOptions): Promise<ScenarioReport> {
  return runScenario({
    ...options,
    operations: readOperations(),
    judge: new Judge(readOwnDocument(), Ajv2020),
    witness: toWitness(proxyUrl),
    ...(hasFixtures ? { graph: options.graph ?? "echo", parts: fixtureParts } : {}),
  });
}
