import type { ServerKind } from "../../servers/server.js";
import type { Finding } from "./conversation.js";

/** What a server does wrong by itself, so that neither the document nor the client can make it right. */
interface KnownFault {
  server: ServerKind;
  /** As `docs/servers.md` tells it. */
  fault: string;
  /** The operations that show it. */
  operations: readonly string[];
  /** How its violations read, whoever judges. */
  violation: RegExp;
}

const KNOWN_FAULTS: readonly KnownFault[] = [
  {
    server: "aegra",
    fault: "A run's row has no `metadata`, `kwargs` or `multitask_strategy`.",
    operations: ["createRun", "createStatelessRun", "getRun", "listRuns"],
    violation: /required property '(metadata|kwargs|multitask_strategy)'/,
  },
  {
    server: "aegra",
    fault: "Making a cron is answered by a run, which starts at once, and without the id of the cron.",
    operations: ["createCron", "createThreadCron"],
    violation: /required property '(cron_id|end_time|schedule|payload|enabled)'/,
  },
  {
    server: "aegra",
    fault: "Items of the store have no `created_at` or `updated_at`.",
    operations: ["getStoreItem", "searchStoreItems"],
    violation: /'(created|updated)_at'|body must be null|body must match a schema in anyOf/,
  },
  {
    server: "aegra",
    fault: "The state of a thread that has never run names a checkpoint whose id is null.",
    operations: ["getThreadState"],
    violation: /response\.body\Wcheckpoint\b/,
  },
  {
    server: "aegra",
    fault: "In a history, the state of a subgraph's task is a config.",
    operations: ["getThreadHistory", "searchThreadHistory", "getThreadState"],
    violation: /response\.body.*\Wtasks\W+\d+\W*state\b/,
  },
  {
    server: "aegra",
    fault: "A history cannot be filtered by metadata: 500.",
    operations: ["searchThreadHistory"],
    violation: /^refused: .*unexpected key/,
  },
  {
    server: "aegra",
    fault: "A search takes no `select`: 422.",
    operations: ["searchThreads", "searchAssistants"],
    violation: /^refused: .*select projection is not supported/,
  },
  {
    server: "aegra",
    fault: "Pruning tells `deleted` and `pruned`, not `pruned_count`.",
    operations: ["pruneThreads"],
    violation: /required property 'pruned_count'/,
  },
  {
    server: "aegra",
    fault: "The message of a tool is called a `ToolMessageChunk`.",
    operations: ["streamRun", "streamStatelessRun", "joinRunStream"],
    violation: /^event messages\b.*\/0(\/type)? must/,
  },
  {
    server: "aegra",
    fault: "The mode `tools` tells the events of the thread protocol.",
    operations: ["streamRun", "streamStatelessRun", "joinRunStream"],
    violation: /^event tools\b/,
  },
  {
    server: "aegra",
    fault: "A `null` that a node writes to the custom stream comes without data.",
    operations: ["streamRun", "streamStatelessRun", "joinRunStream"],
    violation: /^event custom: its data is no JSON/,
  },
  {
    server: "aegra",
    fault: "A run cannot be rolled back: 422.",
    operations: ["cancelRun"],
    violation: /^refused: .*'cancel' or 'interrupt'/,
  },
];

/** The known fault of a server that a violation shows, as `docs/servers.md` tells it. */
export function faultOf(server: ServerKind, { operation }: Finding, violation: string): string | undefined {
  return KNOWN_FAULTS.find(
    (known) =>
      known.server === server && known.operations.includes(operation) && known.violation.test(violation),
  )?.fault;
}

/** The faults of a server that the check knows of. */
export const faultsOf = (server: ServerKind): string[] =>
  KNOWN_FAULTS.filter((known) => known.server === server).map(({ fault }) => fault);

/** All faults that the check knows of, of any server. */
export const knownFaults: readonly string[] = KNOWN_FAULTS.map(({ fault }) => fault);
