/** Runs the smoke suite inside a worker: a request names the server, the answer holds the lines. */
import { smoke } from "./smoke.mjs";

// biome-ignore lint/style/noDefaultExport: the form that workerd asks for
export default {
  async fetch(request) {
    const url = new URL(request.url).searchParams.get("server");
    try {
      return new Response((await smoke(url)).join("\n"));
    } catch (error) {
      return new Response(String(error?.stack ?? error), { status: 500 });
    }
  },
};
