import type { ServiceReports } from "../services/find-or-start.js";

/** In the name of a block that is skipped, followed by the services or programs that are missing. */
export const SKIP_MARK = "[skipped: missing";

/** @returns the services or programs without which the test of this full name is skipped */
export function missingFor(testName: string): string[] {
  return /\[skipped: missing ([^\]]+)\]/.exec(testName)?.[1]?.split(", ") ?? [];
}

declare module "vitest" {
  export interface ProvidedContext {
    services: ServiceReports;
  }
}
