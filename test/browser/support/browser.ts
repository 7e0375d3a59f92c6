import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const PLACES = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

/** Starts the installed Chromium without a window. `CHROMIUM` names another one. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? PLACES.find((path) => existsSync(path));
  if (executablePath === undefined) {
    throw new Error("Chromium is not installed: apt-get install chromium, or set CHROMIUM to its path");
  }
  const quiet = [
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
  ];
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-sync", "--no-first-run", ...quiet],
  });
}
