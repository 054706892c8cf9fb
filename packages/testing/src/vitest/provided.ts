import type { ServiceReports } from "../services/find-or-start.js";

/** In the name of a block that is skipped, followed by the services or programs that are missing. */
export const SKIP_MARK = "[skipped: missing";

/** @returns what the test of this full name is skipped for want of */
export function missingFor(testName: string): string[] {
  return /\[skipped: missing ([^\]]+)\]/.exec(testName)?.[1]?.split(", ") ?? [];
}

declare module "vitest" {
  export interface ProvidedContext {
    services: ServiceReports;
  }
}
