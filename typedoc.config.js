import { Comment, CommentTag, Converter, OptionDefaults, ReflectionKind } from "typedoc";

const GENERATED = "/generated/schema.ts";

/** What the schema says of each operation, three times over: pages of half a megabyte that repeat the API document. */
const TABLES = ["paths", "operations", "methods"];

/**
 * Leaves the schemas out of what has to have a doc comment: they are made from the API document, which describes each
 * operation, schema and field, but the compiler's types of it have thousands of members more that say nothing (`query`,
 * `header`, `content`, …). Those get a comment of one tag that is not shown. The short names of schemas get the
 * descriptions of what they name.
 *
 * @param {import("typedoc").Application} app
 */
function exemptSchemas(app) {
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    for (const reflection of project.getReflectionsByKind(ReflectionKind.All)) {
      if (!project.getSymbolIdFromReflection(reflection)?.fileName.endsWith(GENERATED)) continue;
      if (reflection.parent?.kindOf(ReflectionKind.Module) && TABLES.includes(reflection.name)) {
        for (const member of [...(reflection.children ?? [])]) project.removeReflection(member);
      }
      if (reflection.hasComment()) continue;
      reflection.comment =
        descriptionOf(reflection, project) ?? new Comment([], [new CommentTag("@generated", [])]);
    }
  });
}

/** The comment of what `components["schemas"]["Run"]` names, for the alias that is this. */
function descriptionOf({ type }, project) {
  if (type?.type !== "indexedAccess") return undefined;
  const path = ["components", type.objectType.indexType?.value, type.indexType.value];
  const named = project.children
    ?.map((module) =>
      path.reduce((within, name) => membersOf(within).find((one) => one.name === name), module),
    )
    .find((found) => found !== undefined);
  return named?.comment?.clone();
}

const membersOf = (reflection) => reflection?.children ?? reflection?.type?.declaration?.children ?? [];

/** What `npm run docs` makes the reference of, and what it asks of the sources. */
export default {
  name: "langgraph-remote",
  entryPoints: ["src/index.ts", "src/langchain.ts", "src/sdk.ts", "src/ai-sdk.ts"],
  sortEntryPoints: false,
  tsconfig: "tsconfig.build.json",
  outputs: [{ name: "markdown", path: "docs/reference" }],
  // as the site of docs/.vitepress wants its pages
  hidePageHeader: true,
  hideBreadcrumbs: true,
  entryFileName: "index",
  useHTMLEncodedBrackets: true,
  sanitizeComments: true,
  navigationJson: "docs/reference/navigation.json",
  readme: "none",
  includeVersion: true,
  disableSources: true,
  excludePrivate: true,
  excludeInternal: true,
  skipErrorChecking: true, // what does not compile is for the gate "types" to say
  plugin: ["typedoc-plugin-markdown", exemptSchemas],
  blockTags: [...OptionDefaults.blockTags, "@description", "@constant"],
  highlightLanguages: [...OptionDefaults.highlightLanguages, "md"],
  notRenderedTags: [...OptionDefaults.notRenderedTags, "@generated"],
  // what types are computed by, and bases whose members are shown where they are inherited
  intentionallyNotExported: [
    ...["AnswersOf", "BodyOf", "DataOf", "ErrorOf", "ParamsOf", "Parsed"],
    ...[
      "CompiledContext",
      "CompiledUpdate",
      "Member",
      "MessageInstance",
      "Taken",
      "Streamed",
      "StreamedMembers",
      "Values",
    ],
    ...["ListChunk", "SingleChunk", "StreamCallOptions", "EventBase", "EventData", "ThreadEventData"],
    ...["Decode", "EventReader", "RunBody", "EventLimits"],
  ],
  // plain data whose names say all
  intentionallyNotDocumented: [
    ...["lc", "type", "id", "name"].map((name) => `index.RemoteGraph.toJSON.__type.${name}`),
    ...["nodes", "edges"].map((name) => `index.DrawableGraph.toJSON.__type.${name}`),
    ...["lg_name", "node", "args"].map((name) => `index.Send.toJSON.__type.${name}`),
    "index.Command.toJSON.__type.lg_name",
  ],
  validation: { notExported: true, invalidLink: true, notDocumented: true },
  treatWarningsAsErrors: true,
};
