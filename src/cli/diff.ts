import { type Command, readArguments, readKeyHeaders, UsageError } from "./command.js";
import { compareDocuments } from "./diff/documents.js";
import { type Change, RULES } from "./diff/rules.js";
import { readDocument, readOwnDocument } from "./document.js";
import { asRecord } from "./json.js";
import { count, type Terminal } from "./terminal.js";

const HELP = `Usage: langgraph-remote diff [OLD] NEW [--json] [--api-key-env NAME]

Prints what changed between two Server API documents, and which changes break callers of this client.

Arguments
  OLD  OpenAPI 3 in JSON, a file or a URL. Default: the document that this package was generated from
  NEW  the same, for example http://localhost:2024/openapi.json

Options
  --json              print the changes as JSON
  --api-key-env NAME  environment variable that holds the key that URLs need, sent as x-api-key

Exits 1 when a change breaks callers.`;

export const diff: Command = {
  summary: "print what changed between two Server API documents",
  help: HELP,
  async run(args, terminal) {
    const { values, positionals } = readArguments(args, {
      options: { json: { type: "boolean", default: false }, "api-key-env": { type: "string" } },
      allowPositionals: true,
    });
    if (positionals.length > 2) throw new UsageError(`diff takes two documents, not ${positionals.length}`);
    const after = positionals.at(-1);
    if (after === undefined) throw new UsageError("NEW is missing: the document to compare");
    const before = positionals.length === 2 ? positionals[0] : undefined;
    const headers = readKeyHeaders(values["api-key-env"], terminal);
    const [old, now] = await terminal.withProgress(`reading ${after}`, () =>
      Promise.all([read(before, headers), read(after, headers)]),
    );
    const changes = compareDocuments(old.document, now.document);
    const breaking = changes.filter((change) => change.breaking).length;
    if (values.json) {
      terminal.print(JSON.stringify({ old: old.label, new: now.label, breaking, changes }, null, 2));
    } else {
      terminal.print(`${old.label} → ${now.label}`);
      for (const line of formatChanges(changes, breaking, terminal)) terminal.print(line);
    }
    return breaking > 0 ? 1 : 0;
  },
};

/** A document and its label; without a source, the package's own. */
async function read(source: string | undefined, headers: Record<string, string>) {
  const document = source === undefined ? readOwnDocument() : await readDocument(source, headers);
  const { version } = asRecord(document.info);
  return { document, label: [source ?? "langgraph-remote's own", version].filter(Boolean).join(" ") };
}

const SIGNS = { added: "+", removed: "-", changed: "~" } as const;

/** The changes by operation and by schema, and their number. */
function formatChanges(changes: readonly Change[], breaking: number, { paint }: Terminal): string[] {
  if (changes.length === 0) return ["No changes."];
  const format = ({ kind, rule, message }: Change, at: string) => {
    const line = `${SIGNS[kind]} ${at}: ${message}`;
    return RULES[rule].breaks ? paint("red", `${line}  BREAKING, ${RULES[rule].why}`) : line;
  };
  const formatSubject = (subject: string) => {
    const own = changes.filter((change) => change.subject === subject);
    const [first] = own;
    if (own.length === 1 && first?.at === "") return [`  ${format(first, subject)}`];
    return [`  ${subject}`, ...own.map((change) => `    ${format(change, change.at || "itself")}`)];
  };
  const subjects = [...new Set(changes.map(({ subject }) => subject))];
  const section = (title: string, of: readonly string[]) =>
    of.length === 0 ? [] : ["", paint("bold", title), ...of.flatMap(formatSubject)];
  const isOperation = (subject: string) => subject.includes(" "); // METHOD /path
  const broken = breaking === 0 ? "none" : String(breaking);
  const total = `${count(changes.length, "change")}, ${broken} of them ${breaking > 1 ? "break" : "breaks"} callers`;
  return [
    ...section("Operations", subjects.filter(isOperation)),
    ...section(
      "Schemas",
      subjects.filter((subject) => !isOperation(subject)),
    ),
    "",
    paint(breaking === 0 ? "green" : "red", total),
  ];
}
