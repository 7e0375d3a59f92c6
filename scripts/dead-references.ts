import { asRecord, resolvePointer } from "../src/cli/json.js";
import { isRecord } from "../src/util/record.js";

/**
 * Copies a bundled document with each `$ref` that leads nowhere taken out, which leaves a schema that allows anything,
 * and says which these were. Published documents have such references, and a compiler refuses them.
 */
export function dropDeadReferences(document: unknown): { document: unknown; dead: string[] } {
  const root = asRecord(document);
  const dead = new Set<string>();
  const copy = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(copy);
    if (!isRecord(node)) return node;
    const entries = Object.entries(node).filter(([key, value]) => {
      if (key !== "$ref" || typeof value !== "string" || resolvePointer(root, value)) return true;
      dead.add(value);
      return false;
    });
    return Object.fromEntries(entries.map(([key, value]) => [key, copy(value)]));
  };
  return { document: copy(document), dead: [...dead] };
}
