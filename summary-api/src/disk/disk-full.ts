import { RecoverableError } from "@boomgate/platform/errors";

/** A file system, a quota, SQLite (also the file that its connections share), PostgreSQL. */
const CODES = new Set(["ENOSPC", "EDQUOT", "SQLITE_FULL", "SQLITE_IOERR_SHMSIZE", "53100"]);

/** Whether an error tells that there is no space left where something was to be written. */
export const isDiskFull = (error: unknown): boolean =>
  error instanceof Error && "code" in error && CODES.has(String(error.code));

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
