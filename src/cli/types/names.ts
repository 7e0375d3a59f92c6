import { toPascalCase } from "../json.js";

/** Gives out identifiers: each once. */
export class Names {
  readonly #taken: Set<string>;

  constructor(reserved: Iterable<string> = []) {
    this.#taken = new Set(reserved);
  }

  /** The identifier itself, or with a number behind it when it is taken. */
  take(wanted: string): string {
    let name = wanted;
    for (let number = 2; this.#taken.has(name); number++) name = `${wanted}${number}`;
    this.#taken.add(name);
    return name;
  }
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
