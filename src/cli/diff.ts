import type { Command } from "./command.js";
export const diff: Command = { summary: "", help: "", run: async () => 2 };
