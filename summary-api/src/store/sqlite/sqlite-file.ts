import type { QueryResult } from "kysely";
import Database from "libsql";
import { isLocked } from "../database-errors.js";

/** Both connections fail at once when the file is locked; waiting is done in `untilUnlocked`. */
const AT_ONCE = { timeout: 0 };

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "";

/**
 * One SQLite file with a connection for writing and one for reading. After an error because of a lock, libsql keeps
 * the statement, and with it an old snapshot, until the next garbage collection. A statement that may fail so is
 * therefore run by `exec`, which keeps nothing, or on a connection that is closed afterwards.
 */
export class SqliteFile {
  private writer: Database.Database | undefined;
  private reader: Database.Database | undefined;

  constructor(private readonly path: string) {}

  /** @throws when the file is locked, so that it cannot be switched to its write-ahead log */
  open(): void {
    this.writer ??= new Database(this.path, AT_ONCE);
    // With the write-ahead log, readers and the writer never wait for each other.
    this.writer.exec("pragma journal_mode = WAL");
    this.writer.exec("pragma synchronous = FULL");
  }

  /** @throws when another connection holds the lock */
  begin(): void {
    this.opened.exec("begin immediate");
  }

  commit(): void {
    this.opened.exec("commit");
  }

  /** Does nothing after an error for which SQLite has rolled back by itself. */
  rollback(): void {
    if (this.opened.inTransaction) this.opened.exec("rollback");
  }

  /** To be called within a transaction. */
  write<Row>(sql: string, parameters: readonly unknown[]): QueryResult<Row> {
    return run<Row>(this.opened, sql, parameters);
  }

  /** @returns `undefined`, having done nothing, when the statement would write */
  read<Row>(sql: string, parameters: readonly unknown[]): QueryResult<Row> | undefined {
    try {
      return run<Row>(this.openReader(), sql, parameters);
    } catch (error) {
      if (codeOf(error) === "SQLITE_READONLY") return undefined;
      if (isLocked(error)) this.closeReader();
      throw error;
    }
  }

  close(): void {
    this.closeReader();
    this.writer?.close();
    this.writer = undefined;
  }

  private get opened(): Database.Database {
    if (this.writer === undefined) throw new Error("the SQLite file is not open");
    return this.writer;
  }

  private openReader(): Database.Database {
    if (this.reader !== undefined) return this.reader;
    const reader = new Database(this.path, AT_ONCE);
    reader.exec("pragma query_only = 1");
    return (this.reader = reader);
  }

  private closeReader(): void {
    this.reader?.close();
    this.reader = undefined;
  }
}

function run<Row>(
  database: Database.Database,
  sql: string,
  parameters: readonly unknown[],
): QueryResult<Row> {
  const statement = database.prepare(sql);
  if (statement.reader) return { rows: statement.all(parameters) as Row[] };
  const { changes, lastInsertRowid } = statement.run(parameters);
  return {
    rows: [],
    numAffectedRows: BigInt(changes),
    insertId: BigInt(lastInsertRowid),
  };
}
