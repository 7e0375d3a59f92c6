import type { TestProject } from "vitest/node";
import { startMock } from "../support/prism.js";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where Prism answers from the document. */
    mockUrl: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const mock = await startMock();
  project.provide("mockUrl", mock.url);
  return () => mock.stop();
}
