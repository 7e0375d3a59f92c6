/**
 * Packs the package, installs the tarball into a folder of its own, and runs one smoke suite in every place that the
 * package promises to run in; then holds the package itself against publint and attw. `npm run runtimes`.
 *
 * A place that cannot be had on this machine is a failure, not a gap.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { launchBrowser } from "../test/browser/support/browser.js";
import { startServer } from "../test/support/servers/index.js";
import { assertContents, installPacked, runIn } from "./runtimes/package.js";

const CASES = 5;
const ENTRIES = [".", "./langchain", "./sdk", "./ai-sdk", "./package.json"];

console.log("Packing and installing…");
const packed = await installPacked();
const { folder, bin } = packed;
const command = (file: string, args: string[]) => runIn(folder, file, args);

function assertSmoke(output: string): void {
  const passed = output.match(/^ok .+$/gm)?.length ?? 0;
  if (passed !== CASES) throw new Error(`${passed} of ${CASES} cases passed:\n${output}`);
}

async function bundleWith(name: "esbuild" | "vite" | "webpack", entry: string, out: string): Promise<void> {
  switch (name) {
    case "esbuild":
      await command(bin("esbuild"), [
        entry,
        "--bundle",
        "--format=esm",
        "--platform=browser",
        `--outfile=${out}`,
      ]);
      return;
    case "vite":
      await writeFile(
        join(folder, "vite.config.mjs"),
        `export default { build: { outDir: "vite-out", target: "es2022", lib: { entry: ${JSON.stringify(entry)}, formats: ["es"], fileName: () => ${JSON.stringify(out)} } } };`,
      );
      await command(bin("vite"), ["build", "--logLevel", "warn"]);
      return;
    case "webpack": {
      const output = { path: join(folder, "webpack-out"), filename: out, library: { type: "module" } };
      const config = {
        mode: "production",
        target: "es2022",
        entry: `./${entry}`,
        output,
        experiments: { outputModule: true },
      };
      await command(process.execPath, [
        "-e",
        `require("webpack")(${JSON.stringify(config)}, (error, stats) => { if (error || stats.hasErrors()) { console.error(error ?? stats.toString()); process.exit(1); } })`,
      ]);
    }
  }
}

/** Starts workerd, and gives the address that it took. */
async function startWorkerd(): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(bin("workerd"), ["serve", "worker.capnp", "--control-fd=3"], {
    cwd: folder,
    stdio: ["ignore", "inherit", "inherit", "pipe"],
  });
  const control = child.stdio[3];
  if (!control) throw new Error("workerd has no control channel");
  const port = await new Promise<number>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`workerd ended with ${code}`)));
    control.on("data", (data: Buffer) => {
      for (const line of data.toString().split("\n")) {
        if (line.includes('"listen"')) resolve(Number(JSON.parse(line).port));
      }
    });
  });
  return { url: `http://127.0.0.1:${port}`, child };
}

async function inWorkerd(server: string): Promise<void> {
  await bundleWith("esbuild", "worker.mjs", "worker.bundle.js");
  const { url, child } = await startWorkerd();
  try {
    const response = await fetch(`${url}/?server=${encodeURIComponent(server)}`);
    assertSmoke(await response.text());
  } finally {
    child.kill();
  }
}

/** Gives the browser's version. */
async function inChromium(server: string): Promise<string> {
  await bundleWith("esbuild", "smoke.mjs", "smoke.bundle.js");
  const script = await readFile(join(folder, "smoke.bundle.js"));
  const site = createServer((request, response) => {
    if (request.url === "/smoke.js")
      response.writeHead(200, { "content-type": "text/javascript" }).end(script);
    else response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>smoke</title>");
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
    const lines: unknown = await page.evaluate(
      `import("/smoke.js").then(({ smoke }) => smoke(${JSON.stringify(server)}))`,
    );
    assertSmoke(Array.isArray(lines) ? lines.join("\n") : String(lines));
    return browser.version();
  } finally {
    await browser.close();
    site.close();
  }
}

/** The bundle that a bundler makes runs like the package itself. */
async function bundledBy(name: "esbuild" | "vite" | "webpack", server: string): Promise<void> {
  const out = `smoke.${name}.mjs`;
  await bundleWith(name, "smoke.mjs", out);
  const file = name === "esbuild" ? out : `${name}-out/${out}`;
  assertSmoke(
    await command(process.execPath, [
      "-e",
      `import("./${file}").then(async ({ smoke }) => console.log((await smoke(${JSON.stringify(server)})).join("\\n")))`,
    ]),
  );
}

/** No file of the package can be imported but through its entries. */
async function onlyTheEntriesCanBeImported(): Promise<void> {
  const manifest = JSON.parse(
    await readFile(join(folder, "node_modules/langgraph-remote/package.json"), "utf8"),
  );
  const exported = Object.keys(manifest.exports);
  if (exported.join() !== ENTRIES.join()) throw new Error(`the package exports ${exported.join(", ")}`);
  const attempt = (path: string) => command(process.execPath, ["-e", `import(${JSON.stringify(path)})`]);
  await attempt("langgraph-remote");
  await command(process.execPath, ["-e", 'require("langgraph-remote/package.json")']);
  const inner = [
    ...["dist/src/index.js", "dist/src/sse.js", "dist/src/langchain.js", "dist/src/cli/main.js"],
    ...["generated/server-api.json", "index.js", "src/index.js", "node"],
  ];
  for (const path of inner) {
    const refused = await attempt(`langgraph-remote/${path}`).then(
      () => false,
      (error: Error) => error.message.includes("ERR_PACKAGE_PATH_NOT_EXPORTED"),
    );
    if (!refused) throw new Error(`langgraph-remote/${path} can be imported`);
  }
}

/** The entry for LangChain gives a Runnable that runs, beside nothing but `@langchain/core`. */
async function withLangChain(server: string): Promise<void> {
  const script = `
    import { Runnable } from "@langchain/core/runnables";
    import { RemoteGraph } from "langgraph-remote/langchain";
    const graph = new RemoteGraph({ graphId: "essay", url: ${JSON.stringify(server)}, apiKey: null });
    const { __interrupt__ } = await graph.invoke({ topic: "rivers" }, { configurable: { thread_id: crypto.randomUUID() } });
    console.log(graph instanceof Runnable, __interrupt__[0].value.question);`;
  const options = ["--input-type=module", "-e", script];
  const printed = await runIn(await packed.withLangChain(), process.execPath, options);
  if (printed.trim() !== "true Publish this?") throw new Error(`it printed ${printed}`);
}

const REQUIRE = `
  const { RemoteGraph, createClient } = require("langgraph-remote");
  if (typeof RemoteGraph !== "function" || typeof createClient !== "function") process.exit(1);`;

/** TypeScript takes the first of a list that is there: the SDK's types, or those that stand in for them. */
const WANTED_FALLBACK = 'pkg.imports["#langgraph-sdk"] uses fallback arrays';

async function isLinted(): Promise<void> {
  const said = await command(bin("publint"), ["node_modules/langgraph-remote"]);
  const complaints = said.match(/^\d+\. .+$/gm) ?? [];
  if (complaints.some((line) => !line.includes(WANTED_FALLBACK))) throw new Error(said);
}

async function places(url: string): Promise<Record<string, () => unknown>> {
  const version = async (name: string) => `${name} ${await packed.versionOf(name)}`;
  const newest = `Node ${await packed.versionOf("node")}`;
  const own = `Node ${process.versions.node}`;
  return {
    [own]: async () => assertSmoke(await command(process.execPath, ["run.mjs", url])),
    [`${newest}, the newest`]: async () => assertSmoke(await command(bin("node"), ["run.mjs", url])),
    [`require() on ${own}`]: () => command(process.execPath, ["-e", REQUIRE]),
    [`require() on ${newest}`]: () => command(bin("node"), ["-e", REQUIRE]),
    [await version("deno")]: async () =>
      assertSmoke(await command(bin("deno"), ["run", "-A", "--node-modules-dir=manual", "run.mjs", url])),
    [await version("bun")]: async () => assertSmoke(await command(bin("bun"), ["run.mjs", url])),
    [await version("workerd")]: () => inWorkerd(url),
    chromium: () => inChromium(url),
    [`bundled by ${await version("esbuild")}`]: () => bundledBy("esbuild", url),
    [`bundled by ${await version("vite")}`]: () => bundledBy("vite", url),
    [`bundled by ${await version("webpack")}`]: () => bundledBy("webpack", url),
    "langgraph-remote/langchain with @langchain/core": () => withLangChain(url),
    "nothing but the entries can be imported": onlyTheEntriesCanBeImported,
    [`publint ${await packed.versionOf("publint")}`]: isLinted,
    [`attw ${await packed.versionOf("@arethetypeswrong/cli")} (ESM only)`]: () =>
      command(bin("attw"), ["--profile", "esm-only", packed.tarball]),
    "the package holds its files, and its source maps their sources": () => assertContents(packed),
  };
}

async function main(): Promise<void> {
  const server = await startServer({ graphs: ["tokens", "essay"] });
  let failed = 0;
  const attempts = Object.entries(await places(server.url));
  try {
    for (const [place, attempt] of attempts) {
      try {
        const detail = await attempt();
        console.log(`ok      ${place}${place === "chromium" ? ` ${detail}` : ""}`);
      } catch (error) {
        failed += 1;
        console.log(`FAILED  ${place}\n${error instanceof Error ? error.message : error}`);
      }
    }
  } finally {
    await server.stop();
  }
  console.log(`${attempts.length - failed} of ${attempts.length} places`);
  if (failed > 0) process.exitCode = 1;
}

await main().finally(packed.remove);
