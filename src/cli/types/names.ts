import { toPascalCase } from "../json.js";

/** Gives an identifier out once: the next time with a number behind it. */
export type TakeName = (wanted: string) => string;

export function createNames(reserved: Iterable<string>): TakeName {
  const taken = new Set(reserved);
  return (wanted) => {
    let name = wanted;
    for (let number = 2; taken.has(name); number++) name = `${wanted}${number}`;
    taken.add(name);
    return name;
  };
}

/** The name of a graph's interface: `AgentGraph` for `agent`, `my-agent` or `my.agent graph`. */
export function toGraphName(graphId: string): string {
  const words = toPascalCase(graphId);
  return words.endsWith("Graph") ? toIdentifier(words) : toIdentifier(`${words}Graph`);
}

/** No identifier begins with a digit, or is empty. */
export function toIdentifier(words: string): string {
  return /^[\p{ID_Start}$]/u.test(words) ? words : `Graph${words.replace(/Graph$/, "")}`;
}
