import { RecoverableError } from "@boomgate/platform/errors";

/** A file system, a quota, SQLite (also the file that its connections share), PostgreSQL. */
const CODES = new Set(["ENOSPC", "EDQUOT", "SQLITE_FULL", "SQLITE_IOERR_SHMSIZE", "53100"]);

/** Causes may go in a circle. */
const DEEPEST = 6;

/** Whether an error, or what caused it, tells that there is no space left where something was to be written. */
export function isDiskFull(error: unknown): boolean {
  let at = error;
  for (let depth = 0; depth < DEEPEST && at instanceof Error; depth += 1) {
    if ("code" in at && CODES.has(String(at.code))) return true;
    at = at.cause;
  }
  return error instanceof DiskFullError;
}

/** Held: nothing is wrong with the summary, and it is taken once there is space again. */
export class DiskFullError extends RecoverableError {
  readonly code = "DISK_FULL";
  readonly recovery = "hold";

  /** @param place - what was to be written: "database", "summary log" */
  constructor(place: string, cause: unknown) {
    super(`the disk of the ${place} is full`, { cause });
    this.name = "DiskFullError";
  }
}
