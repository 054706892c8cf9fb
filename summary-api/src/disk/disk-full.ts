import { RecoverableError } from "@boomgate/platform/errors";

/** Codes of a file system, a quota, SQLite (also of its shared-memory file) and PostgreSQL. */
const CODES = new Set(["ENOSPC", "EDQUOT", "SQLITE_FULL", "SQLITE_IOERR_SHMSIZE", "53100"]);

/** Limits the search, as causes may form a circle. */
const DEEPEST = 6;

/** Whether an error, or one of its causes, means that a disk is full. */
export function isDiskFull(error: unknown): boolean {
  let at = error;
  for (let depth = 0; depth < DEEPEST && at instanceof Error; depth += 1) {
    if ("code" in at && CODES.has(String(at.code))) return true;
    at = at.cause;
  }
  return error instanceof DiskFullError;
}

/** Held: the summary is valid, and is accepted once there is space again. */
export class DiskFullError extends RecoverableError {
  readonly code = "DISK_FULL";
  readonly recovery = "hold";

  /** @param place - "database" or "summary log" */
  constructor(place: string, cause: unknown) {
    super(`the disk of the ${place} is full`, { cause });
    this.name = "DiskFullError";
  }
}
