import { DependencyUnavailableError, RecoverableError } from "@boomgate/platform/errors";
import { isDiskFull, DiskFullError } from "../disk/disk-full.js";

const CONNECTION_ERRORS = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOST|SQLITE_IOERR)/;
/** Connection lost, not enough resources, shut down by an operator, serialisation failure. */
const UNAVAILABLE_SQLSTATES = /^(08|53|57|40|25006)/;

/**
 * PostgreSQL: a value or a row that breaks a type, a constraint, a limit or a rule of a trigger. SQLite: the same.
 * Nothing of that changes by waiting, as long as nobody changes the database.
 */
const REFUSALS = /^(?:(?:22|23|54)[0-9A-Z]{3}$|P0001$|SQLITE_(?:CONSTRAINT|TOOBIG|MISMATCH|RANGE))/;

/** Held: another program locks the SQLite file for longer than a request waits. */
export class DatabaseLockedError extends RecoverableError {
  readonly code = "DATABASE_LOCKED";
  readonly recovery = "hold";

  constructor(cause: unknown) {
    super("another program holds a lock on the database", { cause });
    this.name = "DatabaseLockedError";
  }
}

/** Turns the databases' errors for a full disk, a lock and a lost connection into errors of this service. */
export async function translateErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isDiskFull(error)) throw new DiskFullError("database", error);
    if (isLocked(error)) throw new DatabaseLockedError(error);
    throw isUnavailable(error) ? new DependencyUnavailableError("database", error) : error;
  }
}

function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === "string") {
    return CONNECTION_ERRORS.test(code) || UNAVAILABLE_SQLSTATES.test(code);
  }
  // pg gives these three errors no code.
  return /connection terminated|timeout exceeded when trying to connect|client was closed/i.test(
    error.message,
  );
}

/** Whether the database looked at a row and does not take it; other rows may be taken. */
export const isRefusal = (error: unknown): error is Error & { readonly code: string } =>
  error instanceof Error && "code" in error && REFUSALS.test(String(error.code));

/** Whether another program, or another process of this service, holds a lock on the SQLite file. */
export const isLocked = (error: unknown): boolean =>
  error instanceof Error && "code" in error && /^SQLITE_(BUSY|LOCKED)/.test(String(error.code));

/** Whether PostgreSQL gave up waiting for a lock. */
export const isLockTimeout = (error: unknown): boolean =>
  (error as { code?: unknown } | undefined)?.code === "55P03";
