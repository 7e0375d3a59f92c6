import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { loadPeer } from "../../src/cli/command.js";
import { createTerminal, formatTable } from "../../src/cli/terminal.js";
import { runCommand } from "../support/cli.js";

const COMMANDS = ["types", "diff", "check", "mock"];

describe("help", () => {
  test.each([[], ["--help"], ["-h"], ["help"]])(
    "%s lists the commands and the exit codes",
    async (...args) => {
      const { code, out, err } = await runCommand(args);
      expect({ code, err }).toEqual({ code: 0, err: "" });
      for (const name of COMMANDS) expect(out).toMatch(new RegExp(`^ {2}${name} +\\w`, "m"));
      expect(out).toContain("Exit codes");
    },
  );

  test.each(COMMANDS)(
    "%s --help tells its options and the exit codes, whatever else is asked",
    async (name) => {
      for (const args of [["--help"], ["-h"], ["--nonsense", "--help"]]) {
        const { code, out, err } = await runCommand([name, ...args]);
        expect({ code, err }).toEqual({ code: 0, err: "" });
        expect(out).toMatch(new RegExp(`^Usage: langgraph-remote ${name} `));
        expect(out).toMatch(/^ {2}2 {2}not done/m);
        expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
      }
    },
  );

  test("--version is the package's", async () => {
    const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    expect(await runCommand(["--version"])).toEqual({ code: 0, out: `${version}\n`, err: "" });
  });

  test.each(["nonsense", "constructor", "--nonsense"])("%s is no command", async (name) => {
    expect(await runCommand([name])).toEqual({
      code: 2,
      out: "",
      err: `there is no command "${name}"\nSee langgraph-remote --help\n`,
    });
  });

  test.each([
    ["chekc", "check"],
    ["type", "types"],
    ["difference", "diff"],
  ])("%s was perhaps meant to be %s", async (name, meant) => {
    const { code, err } = await runCommand([name]);
    expect(err).toMatch(`there is no command "${name}"; did you mean "${meant}"?\n`);
    expect(code).toBe(2);
  });
});

test.each([
  ["stdout", ["--help"], 0],
  ["stderr", ["nonsense"], 2],
] as const)("a reader of %s that leaves early changes no exit code", async (name, args, code) => {
  const child = spawn(process.execPath, ["--import", "tsx", "src/cli/main.ts", ...args]);
  const exit = once(child, "exit");
  child[name].destroy();
  const said = await text(child[name === "stdout" ? "stderr" : "stdout"]);
  expect(said).toBe("");
  expect(await exit).toEqual([code, null]);
});

describe("progress", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const makeTerminal = (isTTY: boolean, env: Record<string, string> = {}) => {
    const written = { out: "", err: "" };
    const sinkOf = (stream: "out" | "err") => ({
      isTTY,
      write: (text: string) => {
        written[stream] += text;
      },
    });
    const terminal = createTerminal({ stdout: sinkOf("out"), stderr: sinkOf("err"), env });
    return { terminal, written };
  };

  test("is shown when work takes more than a second, and is gone afterwards", async () => {
    const { terminal, written } = makeTerminal(true);
    let finish = (_: string) => {};
    const work = terminal.withProgress("asking", (setLabel) => {
      setLabel("asking for more");
      return new Promise<string>((resolve) => {
        finish = resolve;
      });
    });
    await vi.advanceTimersByTimeAsync(900);
    expect(written.err).toBe("");
    await vi.advanceTimersByTimeAsync(1200);
    expect(written.err).toContain("asking for more … 2 s");
    finish("done");
    expect(await work).toBe("done");
    expect(written.err.endsWith("\r\u001b[2K")).toBe(true);
    expect(written.out).toBe("");
    expect(vi.getTimerCount()).toBe(0);
  });

  test.each([
    ["nobody watches", false, {}],
    ["the terminal is dumb", true, { TERM: "dumb" }],
  ])("is not shown when %s", async (_, isTTY, env) => {
    const { terminal, written } = makeTerminal(isTTY, env);
    const work = terminal.withProgress("asking", () => new Promise((resolve) => setTimeout(resolve, 5000)));
    await vi.advanceTimersByTimeAsync(5000);
    await work;
    expect(written.err).toBe("");
  });

  test("is not shown when the work was quick, and ends when it fails", async () => {
    const { terminal, written } = makeTerminal(true);
    await expect(terminal.withProgress("asking", () => Promise.reject(new Error("no")))).rejects.toThrow(
      "no",
    );
    expect(written.err).toBe("");
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("an optional peer", () => {
  const missing = Object.assign(new Error("Cannot find package"), { code: "ERR_MODULE_NOT_FOUND" });

  test("that is missing is named, and how to install it", async () => {
    const load = () => Promise.reject(missing);
    await expect(loadPeer("openapi-typescript", "types", load)).rejects.toThrow(
      /`langgraph-remote types` needs openapi-typescript.*\n.*npm install --save-dev openapi-typescript@7/,
    );
  });

  test("that finds another TypeScript than it needs says so, and the command that works", async () => {
    const failure = new TypeError("Cannot read properties of undefined (reading 'createKeywordTypeNode')");
    const loading = loadPeer("openapi-typescript", "types", () => Promise.reject(failure));
    await expect(loading).rejects.toMatchObject({
      name: "CommandError",
      cause: failure,
      message: expect.stringMatching(
        /createKeywordTypeNode.*\n.*TypeScript 5.*\nnpx .*-p typescript@5 langgraph-remote types/,
      ),
    });
  });

  test("that is broken is not taken for missing", async () => {
    const load = () => Promise.reject(new SyntaxError("broken"));
    await expect(loadPeer("ajv", "check", load)).rejects.toThrow(SyntaxError);
  });
});

test("a table is as wide as it must be", () => {
  expect(
    formatTable(
      ["name", "n"],
      [
        ["longer", "1"],
        ["", "22"],
      ],
    ),
  ).toEqual(["name    n", "──────  ──", "longer  1", "        22"]);
});
