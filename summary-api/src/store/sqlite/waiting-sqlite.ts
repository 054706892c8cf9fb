import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import { SqliteFile } from "./sqlite-file.js";
import { untilUnlocked } from "./until-unlocked.js";
import { type LockPatience, WriteTurns } from "./write-turns.js";

/** Less than the five seconds after which a backend gives up a POST, so that it still gets an answer with the cause. */
const LOCK_PATIENCE: LockPatience = { lockedMs: 4_000, eachMs: 500 };
/** No request waits during a start; when this time is over, the start fails. */
const START_PATIENCE: LockPatience = { lockedMs: 30_000, eachMs: 30_000 };

/** SQLite can roll back changes of tables. Kysely's own adapter does not use that, and leaves half a migration behind. */
class Adapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/**
 * SQLite over two connections. Writes use one of them, one after the other, and wait for locks of other programs
 * without stopping the event loop; reads use the other one meanwhile. Every transaction is for writing.
 */
export class WaitingSqlite implements Dialect {
  private readonly file: SqliteFile;
  private readonly turns: WriteTurns;

  /** @param patience - how long to wait for a lock of another program, after `started` was called */
  constructor(
    path: string,
    private readonly patience: LockPatience = LOCK_PATIENCE,
  ) {
    this.file = new SqliteFile(path);
    this.turns = new WriteTurns(() => this.file.begin(), START_PATIENCE);
  }

  /** To be called after the start: from now on requests wait for writes, so that they wait for a shorter time. */
  started(): void {
    this.turns.wait(this.patience);
  }

  createDriver = (): Driver => new WaitingDriver(this.file, this.turns);
  createQueryCompiler = () => new SqliteQueryCompiler();
  createAdapter = () => new Adapter();
  createIntrospector: Dialect["createIntrospector"] = (db) => new SqliteIntrospector(db);
}

class WaitingDriver implements Driver {
  constructor(
    private readonly file: SqliteFile,
    private readonly turns: WriteTurns,
  ) {}

  /** Waits until no other connection uses the file: only then it can be switched to its write-ahead log. */
  async init(): Promise<void> {
    const untilMs = performance.now() + START_PATIENCE.lockedMs;
    await untilUnlocked(
      () => this.file.open(),
      () => untilMs,
    );
  }

  async acquireConnection(): Promise<Lease> {
    return new Lease(this.file, this.turns);
  }

  beginTransaction = (lease: Lease): Promise<void> => lease.begin();
  commitTransaction = async (lease: Lease): Promise<void> => lease.commit();
  rollbackTransaction = async (lease: Lease): Promise<void> => lease.rollback();
  releaseConnection = async (lease: Lease): Promise<void> => lease.rollback();

  async destroy(): Promise<void> {
    this.file.close();
  }
}

/** The connection of one caller; it holds the turn to write during a transaction. */
class Lease implements DatabaseConnection {
  private endTurn: (() => void) | undefined;

  constructor(
    private readonly file: SqliteFile,
    private readonly turns: WriteTurns,
  ) {}

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    if (this.endTurn) return this.file.write(sql, parameters);
    const result = await this.readOnly<Row>(sql, parameters);
    if (result !== undefined) return result;
    await this.begin();
    try {
      const written = this.file.write<Row>(sql, parameters);
      this.commit();
      return written;
    } finally {
      this.rollback(); // does nothing after a commit
    }
  }

  // oxlint-disable-next-line require-yield -- nothing here streams rows
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error("rows are read page by page");
  }

  async begin(): Promise<void> {
    this.endTurn = await this.turns.take();
  }

  commit(): void {
    this.file.commit();
    this.end();
  }

  rollback(): void {
    if (this.endTurn === undefined) return;
    try {
      this.file.rollback();
    } finally {
      this.end();
    }
  }

  /**
   * Waits also for a lock against reading, as while SQLite recovers a file.
   * @returns `undefined` for a statement that would write
   */
  private async readOnly<Row>(
    sql: string,
    parameters: readonly unknown[],
  ): Promise<QueryResult<Row> | undefined> {
    const untilMs = performance.now() + LOCK_PATIENCE.lockedMs;
    return untilUnlocked(
      () => this.file.read<Row>(sql, parameters),
      () => untilMs,
    );
  }

  private end(): void {
    this.endTurn?.();
    this.endTurn = undefined;
  }
}
