/**
 * Packs the package, installs the tarball into a folder of its own, and runs one smoke suite in every place that the
 * package promises to run in; then holds the package itself against publint and attw. `npm run runtimes`.
 *
 * A place that cannot be had on this machine is a failure, not a gap.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { launchBrowser } from "../test/browser/support/browser.js";
import { startServer } from "../test/support/server.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const CASES = 5;
const exec = promisify(execFile);

/** A command elsewhere, without the settings that npm hands down to the scripts that it runs. */
const run = (file: string, args: string[], cwd: string) => exec(file, args, { cwd, env: ownEnvironment() });

const ownEnvironment = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith("npm_")));

let folder = "";
const bin = (name: string) => join(folder, "node_modules/.bin", name);

/** A command in the folder; what it printed. */
async function command(file: string, args: string[]): Promise<string> {
  const options = { cwd: folder, env: ownEnvironment(), timeout: 180_000, maxBuffer: 1 << 26 };
  const { stdout } = await exec(file, args, options);
  return stdout;
}

function assertSmoke(output: string): void {
  const passed = output.match(/^ok .+$/gm)?.length ?? 0;
  if (passed !== CASES) throw new Error(`${passed} of ${CASES} cases passed:\n${output}`);
}

async function install(): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), "langgraph-remote-runtimes-"));
  await cp(join(ROOT, "test/runtimes"), folder, { recursive: true });
  // no lock file: not every registry holds the binaries for every platform, and npm ci wants them all named
  await run("npm", ["install", "--no-package-lock", "--no-audit", "--no-fund"], folder);
  await run("npm", ["run", "build"], ROOT);
  const { stdout } = await run("npm", ["pack", "--silent", "--pack-destination", folder], ROOT);
  const tarball = join(folder, stdout.trim().split("\n").at(-1) ?? "");
  await run("npm", ["install", "--no-save", "--no-audit", "--no-fund", tarball], folder);
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

async function inChromium(server: string): Promise<void> {
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

async function onlyTheEntriesCanBeImported(): Promise<void> {
  const attempt = (path: string) => command(process.execPath, ["-e", `import(${JSON.stringify(path)})`]);
  await attempt("langgraph-remote");
  await command(process.execPath, ["-e", 'require("langgraph-remote/package.json")']);
  for (const inner of ["dist/src/index.js", "dist/src/sse.js", "generated/server-api.json"]) {
    const refused = await attempt(`langgraph-remote/${inner}`).then(
      () => false,
      (error: Error) => error.message.includes("ERR_PACKAGE_PATH_NOT_EXPORTED"),
    );
    if (!refused) throw new Error(`langgraph-remote/${inner} can be imported`);
  }
}

async function main(): Promise<void> {
  console.log("Packing and installing…");
  await install();
  const server = await startServer({ graphs: ["tokens", "essay"] });
  const { url } = server;
  const places: Record<string, () => Promise<unknown>> = {
    [`Node ${process.versions.node}`]: async () =>
      assertSmoke(await command(process.execPath, ["run.mjs", url])),
    "the newest Node": async () => assertSmoke(await command(bin("node"), ["run.mjs", url])),
    "require() on the newest Node": () =>
      command(bin("node"), [
        "-e",
        'if (typeof require("langgraph-remote").RemoteGraph !== "function") process.exit(1)',
      ]),
    Deno: async () =>
      assertSmoke(await command(bin("deno"), ["run", "-A", "--node-modules-dir=manual", "run.mjs", url])),
    Bun: async () => assertSmoke(await command(bin("bun"), ["run.mjs", url])),
    workerd: () => inWorkerd(url),
    Chromium: () => inChromium(url),
    "bundled by esbuild": () => bundledBy("esbuild", url),
    "bundled by Vite": () => bundledBy("vite", url),
    "bundled by webpack": () => bundledBy("webpack", url),
    publint: () => command(bin("publint"), ["--strict", "node_modules/langgraph-remote"]),
    "attw (ESM only)": async () => {
      const { stdout } = await run("npm", ["pack", "--silent", "--pack-destination", folder], ROOT);
      await command(bin("attw"), ["--profile", "esm-only", stdout.trim().split("\n").at(-1) ?? ""]);
    },
    "nothing but the entries can be imported": onlyTheEntriesCanBeImported,
  };
  let failed = 0;
  try {
    for (const [place, attempt] of Object.entries(places)) {
      try {
        await attempt();
        console.log(`ok      ${place}`);
      } catch (error) {
        failed += 1;
        console.log(`FAILED  ${place}\n${error instanceof Error ? error.message : error}`);
      }
    }
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
  console.log(`${Object.keys(places).length - failed} of ${Object.keys(places).length} places`);
  if (failed > 0) process.exitCode = 1;
}

await main();
