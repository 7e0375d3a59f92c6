import { type Command, readApiKey, readArguments, toKeyHeaders, UsageError } from "./command.js";
import { compareDocuments } from "./diff/documents.js";
import { formatChanges } from "./diff/report.js";
import { readDocument, readOwnDocument } from "./document.js";
import { asRecord } from "./json.js";

const HELP = `Usage: langgraph-remote diff [OLD] NEW [--json] [--api-key-env NAME]

Tells what changed between two Server API documents, and what of it breaks callers of this client.

Arguments
  OLD  OpenAPI 3 in JSON, a file or a URL. Default: the document that this package was made from
  NEW  the same, for example http://localhost:2024/openapi.json

Options
  --json              print the changes as JSON
  --api-key-env NAME  environment variable that holds the key that URLs need, sent as x-api-key

Exits 1 when something breaks callers.`;

export const diff: Command = {
  summary: "tell what changed between two Server API documents",
  help: HELP,
  async run(args, terminal) {
    const { values, positionals } = readArguments(args, {
      options: { json: { type: "boolean", default: false }, "api-key-env": { type: "string" } },
      allowPositionals: true,
    });
    if (positionals.length > 2) throw new UsageError(`diff takes two documents, not ${positionals.length}`);
    const now = positionals.at(-1);
    if (now === undefined) throw new UsageError("NEW is missing: the document to look at");
    const old = positionals.length === 2 ? positionals[0] : undefined;
    const headers = toKeyHeaders(readApiKey(values["api-key-env"], terminal));
    const [before, after] = await terminal.during(`reading ${now}`, () =>
      Promise.all([read(old, headers), read(now, headers)]),
    );
    const changes = compareDocuments(before.document, after.document);
    const breaking = changes.filter((change) => change.breaking).length;
    const lines = values.json
      ? [JSON.stringify({ old: before.label, new: after.label, breaking, changes }, null, 2)]
      : [`${before.label} → ${after.label}`, ...formatChanges(changes, terminal)];
    for (const line of lines) terminal.print(line);
    return breaking > 0 ? 1 : 0;
  },
};

/** A document, and what it is called; the package's own without a source. */
async function read(source: string | undefined, headers: Record<string, string>) {
  const document = source === undefined ? readOwnDocument() : await readDocument(source, headers);
  const { version } = asRecord(document.info);
  return { document, label: [source ?? "langgraph-remote's own", version].filter(Boolean).join(" ") };
}
