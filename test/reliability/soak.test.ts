import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const [CONCURRENT, SEQUENTIAL] = process.env.SOAK ? [1000, 10_000] : [300, 600];

test(`${CONCURRENT} streams at once and ${SEQUENTIAL} in a row leave no socket, listener, timer or memory behind`, {
  timeout: 1_200_000,
}, async () => {
  const soak = fileURLToPath(new URL("soak.ts", import.meta.url));
  const args = ["--import", "tsx", soak, `--concurrent=${CONCURRENT}`, `--sequential=${SEQUENTIAL}`];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  console.log(stdout.trim());
  const figures: Record<string, unknown> = JSON.parse(stdout);
  expect(figures).toMatchObject({ held: 0, listeners: 0, events: (1 + CONCURRENT + SEQUENTIAL) * 21 });
  expect(figures.growthMb).toBeLessThan(1.5);
});
