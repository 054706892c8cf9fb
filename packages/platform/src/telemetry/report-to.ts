import type { Logger } from "./logger.js";

/** What `runService` reports, as log lines. */
export const reportTo =
  (log: Logger) =>
  (line: string, error?: unknown): void => {
    if (error === undefined) log.info(line);
    else log.error({ err: error }, line);
  };
