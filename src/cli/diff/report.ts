import { count, type Terminal } from "../output.js";
import { type Change, RULES } from "./rules.js";

const SIGNS = { added: "+", removed: "-", changed: "~" } as const;

/** The changes by operation and by schema, and in the end how many of them break callers. */
export function formatChanges(changes: readonly Change[], { paint }: Pick<Terminal, "paint">): string[] {
  if (changes.length === 0) return ["No changes."];
  const isOperation = ({ subject }: Change) => subject.includes(" ");
  const groups = [
    { title: "Operations", of: changes.filter(isOperation) },
    { title: "Schemas", of: changes.filter((change) => !isOperation(change)) },
  ];
  const breaking = changes.filter((change) => change.breaking).length;
  const verdict =
    breaking === 0
      ? "none of them breaks callers"
      : `${breaking} of them ${breaking === 1 ? "breaks" : "break"} callers`;
  return [
    ...groups
      .filter(({ of }) => of.length > 0)
      .flatMap(({ title, of }) => ["", paint("bold", title), ...formatGroup(of, paint)]),
    "",
    paint(breaking === 0 ? "green" : "red", `${count(changes.length, "change")}, ${verdict}`),
  ];
}

function formatGroup(changes: readonly Change[], paint: Terminal["paint"]): string[] {
  const subjects = [...new Set(changes.map(({ subject }) => subject))];
  return subjects.flatMap((subject) => {
    const own = changes.filter((change) => change.subject === subject);
    const [first] = own;
    // an operation or schema that came or went is one line
    if (own.length === 1 && first?.at === "") return [`  ${formatChange(first, subject, paint)}`];
    return [
      `  ${subject}`,
      ...own.map((change) => `    ${formatChange(change, change.at || "itself", paint)}`),
    ];
  });
}

function formatChange(
  { kind, rule, breaking, message }: Change,
  at: string,
  paint: Terminal["paint"],
): string {
  const line = `${SIGNS[kind]} ${at}: ${message}`;
  return breaking ? paint("red", `${line}  BREAKING, ${RULES[rule].why}`) : line;
}
