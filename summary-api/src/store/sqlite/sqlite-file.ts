import type { QueryResult } from "kysely";
import Database from "libsql";
import { isLocked } from "../database-errors.js";

/** Either connection says at once that the file is locked: who waits, waits elsewhere. */
const AT_ONCE = { timeout: 0 };

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "";

/**
 * One SQLite file with a connection for writing and one for reading. After an error that tells of a lock libsql keeps
 * the statement, and with it an old snapshot, until garbage is collected: what may meet a lock is therefore run by `exec`,
 * which keeps nothing, or on a connection that is given up afterwards.
 */
export class SqliteFile {
  private writer: Database.Database | undefined;
  private reader: Database.Database | undefined;

  constructor(private readonly path: string) {}

  /** @throws when the file cannot be switched to its write-ahead log just now */
  open(): void {
    this.writer ??= new Database(this.path, AT_ONCE);
    // With it, readers and the one writer never wait for each other.
    this.writer.exec("pragma journal_mode = WAL");
    this.writer.exec("pragma synchronous = FULL");
  }

  /** @throws when somebody else holds the lock */
  begin(): void {
    this.opened.exec("begin immediate");
  }

  commit(): void {
    this.opened.exec("commit");
  }

  /** Of some errors SQLite has rolled back by itself. */
  rollback(): void {
    if (this.opened.inTransaction) this.opened.exec("rollback");
  }

  /** Within a transaction. */
  write<Row>(sql: string, parameters: readonly unknown[]): QueryResult<Row> {
    return run<Row>(this.opened, sql, parameters);
  }

  /** @returns `undefined` when the statement would write, and has done nothing */
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
