import { once } from "node:events";
import { createServer } from "node:net";

/** Below the ports that systems give to whoever asks for any: those begin at 32768 on Linux, at 49152 elsewhere. */
const [LOWEST, COUNT] = [16_000, 16_000];

const ATTEMPTS = 100;

/** A port that nothing listens on, and that no other program is given by chance before a server that starts slowly, or again, takes it. */
export async function freePort(): Promise<number> {
  let cause: unknown;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = LOWEST + Math.floor(Math.random() * COUNT);
    const server = createServer().listen(port, "127.0.0.1");
    try {
      await once(server, "listening");
    } catch (error) {
      cause = error; // in use
      continue;
    }
    server.close();
    await once(server, "close");
    return port;
  }
  throw new Error("there is no free port", { cause });
}
