/** Walks the declarations that a package's entries lead to, and finds each `any` in them. */
import ts from "typescript";

/** What a walk came to. */
export interface Walk {
  /** How many declarations were looked at. */
  declarations: number;
  /** Each `any`, as `file:line: the text that it stands in`. */
  found: string[];
}

/**
 * Follows every type that the entries' exports name, as far as the package's own files go. Other packages are taken for
 * what they are, but not their `any` handed on: in a type argument, also by default, or through a name that is not
 * found.
 *
 * @param entries - declaration files
 * @param isOwn - whether a file is the package's own
 */
export function findAny(entries: string[], isOwn: (file: string) => boolean): Walk {
  const program = ts.createProgram(entries, {
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts", "lib.dom.asynciterable.d.ts"],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
  });
  const checker = program.getTypeChecker();
  const seen = new Set<ts.Declaration>();
  const found = new Set<string>();
  const waiting: ts.Symbol[] = entries.flatMap((entry) => {
    const file = program.getSourceFile(entry);
    const module = file && checker.getSymbolAtLocation(file);
    if (!module) throw new Error(`${entry} is no module: has the package been built?`);
    return checker.getExportsOfModule(module);
  });

  const visit = (node: ts.Node): void => {
    if (isHidden(node)) return;
    const isType = ts.isTypeNode(node) && !ts.isTemplateLiteralTypeSpan(node); // which is a part of one
    if (isType && isAny(checker, checker.getTypeFromTypeNode(node))) note(node);
    if (lacksType(node) && isAny(checker, checker.getTypeAtLocation(node))) note(node);
    if (ts.isIdentifier(node)) enqueue(checker.getSymbolAtLocation(node));
    ts.forEachChild(node, visit);
  };
  const note = (node: ts.Node): void => {
    const file = node.getSourceFile();
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    found.add(`${file.fileName}:${line + 1}: ${node.parent.getText().replace(/\s+/g, " ").slice(0, 120)}`);
  };
  const enqueue = (symbol: ts.Symbol | undefined): void => {
    if (symbol) waiting.push(symbol);
  };

  for (let symbol = waiting.pop(); symbol; symbol = waiting.pop()) {
    const named = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    for (const declaration of named.declarations ?? []) {
      if (seen.has(declaration) || !isOwn(declaration.getSourceFile().fileName)) continue;
      seen.add(declaration);
      visit(declaration);
    }
  }
  return { declarations: seen.size, found: [...found].sort() };
}

/** What a user of the package cannot reach. */
function isHidden(node: ts.Node): boolean {
  if (!ts.isClassElement(node)) return false;
  const isPrivate = ts.canHaveModifiers(node) && ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Private;
  return Boolean(isPrivate) || (node.name !== undefined && ts.isPrivateIdentifier(node.name));
}

/** A declaration that leaves its type to the compiler. */
function lacksType(node: ts.Node): boolean {
  return (
    (ts.isVariableDeclaration(node) ||
      ts.isPropertyDeclaration(node) ||
      ts.isPropertySignature(node) ||
      ts.isParameter(node)) &&
    node.type === undefined
  );
}

/** What the iteration protocol returns and takes: TypeScript 5.5 has no parameters for it, later ones make it `any`. */
const PROTOCOL = new Set(["AsyncIterable", "Iterable", "AsyncIterableIterator", "IterableIterator"]);

function isAny(checker: ts.TypeChecker, type: ts.Type): boolean {
  if (type.flags & ts.TypeFlags.Any) return true;
  const symbol = type.aliasSymbol ?? type.symbol;
  if (symbol && PROTOCOL.has(symbol.name)) return false;
  const own = type.aliasTypeArguments ?? (isReference(type) ? checker.getTypeArguments(type) : []);
  return own.some((argument) => (argument.flags & ts.TypeFlags.Any) !== 0);
}

function isReference(type: ts.Type): type is ts.TypeReference {
  return (
    (type.flags & ts.TypeFlags.Object) !== 0 &&
    ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0
  );
}
