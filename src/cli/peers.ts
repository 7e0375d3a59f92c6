import { CommandError } from "./command.js";

/** The packages that only some commands need; a user installs those beside this one. */
const PEERS = {
  "openapi-typescript": "openapi-typescript@7",
  ajv: "ajv@8",
  yaml: "yaml@2",
  "@stoplight/prism-cli": "@stoplight/prism-cli@5.14.2",
} as const;

/**
 * Loads an optional peer.
 *
 * @param load - imports or resolves it, with the name written out so that bundlers and checks see it
 * @throws {CommandError} that says how to install it
 */
export async function loadPeer<T>(
  peer: keyof typeof PEERS,
  command: string,
  load: () => T | Promise<T>,
): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const isMissing =
      error instanceof Error && "code" in error && /MODULE_NOT_FOUND$/.test(String(error.code));
    if (!isMissing) throw error;
    throw new CommandError(
      `\`langgraph-remote ${command}\` needs ${peer}, which is not installed here.\n` +
        `Install it beside langgraph-remote: npm install --save-dev ${PEERS[peer]}`,
      { cause: error },
    );
  }
}
