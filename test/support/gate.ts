import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What holds a graph back, so that a test and not the clock says how far a run is. */
export interface Gate {
  /** What the graph asks before each step, by `GET`; the step comes when it has answered. */
  url: string;
  /** How many graphs wait. */
  waiting(): number;
  /** Lets the graph go on for so many more steps. */
  let(steps: number): void;
  /** Lets the graph go on to its end. */
  open(): void;
}

/**
 * Starts a gate, closed.
 *
 * @param onTestFinished - of the test that uses it: then a graph that still waits fails
 */
export async function startGate(onTestFinished: (stop: () => void) => void): Promise<Gate> {
  const waiting: ServerResponse[] = [];
  let allowed = 0;
  const pass = (steps: number) => {
    allowed += steps;
    while (allowed > 0 && waiting.length > 0) {
      allowed -= 1;
      waiting.shift()?.end();
    }
  };
  const server = createServer((_, response) => {
    waiting.push(response);
    pass(0);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    waiting: () => waiting.length,
    let: pass,
    open: () => pass(Number.POSITIVE_INFINITY),
  };
}
