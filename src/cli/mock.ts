import type { Command } from "./command.js";
export const mock: Command = { summary: "", help: "", run: async () => 2 };
