import type { ServerKind } from "../../servers/server.js";

const RUN_ROWS = ["createRun", "createStatelessRun", "getRun", "listRuns"];
const RUN_STREAMS = ["streamRun", "streamStatelessRun", "joinRunStream"];
const HISTORIES = ["getThreadHistory", "searchThreadHistory"];

type KnownFault = [fault: string, operations: readonly string[], violation: RegExp];

/**
 * Known bugs of servers: the description in `docs/servers.md`, the affected operations, and a pattern that matches the
 * violations that Ajv and Prism report for them.
 */
const KNOWN_FAULTS: Partial<Record<ServerKind, readonly KnownFault[]>> = {
  aegra: [
    [
      "A run's row has no `metadata`, `kwargs` or `multitask_strategy`.",
      RUN_ROWS,
      /required property '(metadata|kwargs|multitask_strategy)'/,
    ],
    [
      "Making a cron is answered by a run, which starts at once, and without the id of the cron.",
      ["createCron", "createThreadCron"],
      /required property '(cron_id|end_time|schedule|payload|enabled)'/,
    ],
    [
      "Items of the store have no `created_at` or `updated_at`.",
      ["getStoreItem", "searchStoreItems"],
      /'(created|updated)_at'|body must be null|body must match a schema in anyOf/,
    ],
    [
      "The state of a thread that has never run names a checkpoint whose id is null.",
      ["getThreadState"],
      /response\.body\Wcheckpoint\b/,
    ],
    [
      "In a history, the state of a subgraph's task is a config.",
      HISTORIES,
      /response\.body.*\Wtasks\W+\d+\W*state\b/,
    ],
    ["A history cannot be filtered by metadata: 500.", HISTORIES, /^refused: .*unexpected key/],
    ["A search takes no `select`: 422.", ["searchThreads"], /^refused: .*select projection is not supported/],
    [
      "Pruning answers with `deleted` and `pruned`, not `pruned_count`.",
      ["pruneThreads"],
      /property 'pruned_count'/,
    ],
    [
      "The message of a tool is called a `ToolMessageChunk`.",
      RUN_STREAMS,
      /^event messages\b.*\/0(\/type)? must/,
    ],
    ["The mode `tools` streams the events of the thread protocol.", RUN_STREAMS, /^event tools\b/],
    [
      "A `null` that a node writes to the custom stream comes without data.",
      RUN_STREAMS,
      /^event custom: .*not JSON/,
    ],
    ["A run cannot be rolled back: 422.", ["cancelRun"], /^refused: .*'cancel' or 'interrupt'/],
  ],
};

/** The known fault that explains a violation. */
export function faultOf(server: ServerKind, operation: string, violation: string): string | undefined {
  const known = KNOWN_FAULTS[server]?.find(
    ([, operations, pattern]) => operations.includes(operation) && pattern.test(violation),
  );
  return known?.[0];
}

/** The known faults of one server, or of all. */
export function knownFaults(server?: ServerKind): string[] {
  const all = Object.entries(KNOWN_FAULTS).filter(([name]) => server === undefined || name === server);
  return all.flatMap(([, faults]) => faults.map(([fault]) => fault));
}
