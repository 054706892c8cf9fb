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

/** Less than the five seconds after which a backend gives a POST up, so that it hears the cause. */
const LOCK_PATIENCE: LockPatience = { lockedMs: 4_000, eachMs: 500 };
/** A start has nobody to answer yet, and ends with an error when it is over. */
const START_PATIENCE: LockPatience = { lockedMs: 30_000, eachMs: 30_000 };

/** SQLite can undo what a transaction did to tables; Kysely's own adapter leaves a half migration behind. */
class Adapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/**
 * SQLite over two connections: writes take turns at one of them and wait for locks of other programs without
 * stopping the event loop, reads go on over the other meanwhile. Every transaction writes.
 */
export class WaitingSqlite implements Dialect {
  private readonly file: SqliteFile;
  private readonly turns: WriteTurns;

  /** @param patience - with a lock of another program, once `started` */
  constructor(
    path: string,
    private readonly patience: LockPatience = LOCK_PATIENCE,
  ) {
    this.file = new SqliteFile(path);
    this.turns = new WriteTurns(() => this.file.begin(), START_PATIENCE);
  }

  /** From now on writes have somebody who waits for the answer. */
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

  /** Switching a file to its write-ahead log needs it for itself alone. */
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

/** What one user of the database works with: the turn to write, while a transaction lasts. */
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
      this.rollback(); // when it was not committed
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
   * Waits where even reading is locked, as while a file is recovered.
   * @returns `undefined` for what is no read
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
