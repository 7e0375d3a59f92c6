const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

function resolves(document: unknown, reference: string): boolean {
  if (!reference.startsWith("#/")) return false;
  let node = document;
  for (const segment of reference.slice(2).split("/")) {
    const key = decodeURIComponent(segment).replaceAll("~1", "/").replaceAll("~0", "~");
    if (!isObject(node) || !Object.hasOwn(node, key)) return false;
    node = node[key];
  }
  return true;
}

/**
 * Copies a bundled document with each `$ref` that leads nowhere taken out, which leaves a schema that allows anything,
 * and says which these were. Published documents have such references, and a compiler refuses them.
 */
export function dropDeadReferences(document: unknown): { document: unknown; dead: string[] } {
  const dead = new Set<string>();
  const copy = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(copy);
    if (!isObject(node)) return node;
    const entries = Object.entries(node).filter(([key, value]) => {
      if (key !== "$ref" || typeof value !== "string" || resolves(document, value)) return true;
      dead.add(value);
      return false;
    });
    return Object.fromEntries(entries.map(([key, value]) => [key, copy(value)]));
  };
  return { document: copy(document), dead: [...dead] };
}
