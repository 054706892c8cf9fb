import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { ChannelModel } from "amqplib";
import { backoffMs } from "../../clock/index.js";
import { untilAborted, within } from "../../lifecycle/index.js";
import type { BrokerLog } from "./broker-log.js";
import { closeConnection, releaseSocket } from "./end-connection.js";
import { openConnection } from "./open-connection.js";

export interface ConnectionLoopOptions {
  readonly url: string;
  /** Shown by the broker in its list of connections: "backend publisher". */
  readonly name: string;
  readonly log: BrokerLog;
  /** For connecting, and for `onOpen`. */
  readonly answerTimeoutMs: number;
  readonly heartbeatSeconds?: number | undefined;
  /** Declares queues and opens channels; when it fails, the connection is closed and opened again later. */
  readonly onOpen: (connection: ChannelModel) => Promise<void>;
  readonly onLost: () => void;
  readonly onBlocked?: (isBlocked: boolean) => void;
}

/** Logged at each failure, the first one included. */
export const BROKER_AWAY = "the broker is away, trying again";

/** A connection that is lost sooner is counted as another failure in a row. */
const STEADY_AFTER_MS = 5_000;

/**
 * Opens a connection to the broker, and another whenever it was lost, until `close`.
 * @see docs/adr/0026-reconnecting.md - why not with the `recovery` of amqplib
 */
export class ConnectionLoop {
  private readonly closing = new AbortController();
  /** Failures in a row. */
  private failures = 0;
  private connection: ChannelModel | undefined;
  private announceOpen: () => void = () => {};
  private readonly firstOpen = new Promise<void>((resolve) => {
    this.announceOpen = resolve;
  });
  private running: Promise<void> | undefined;

  constructor(private readonly options: ConnectionLoopOptions) {}

  /** The connection from the end of `onOpen` until it is lost. */
  get current(): ChannelModel | undefined {
    return this.connection;
  }

  /** Resolves when it has been open once. @throws the signal's reason */
  async opened(signal?: AbortSignal): Promise<void> {
    this.running ??= this.run();
    await (signal ? untilAborted(this.firstOpen, signal) : this.firstOpen);
  }

  async close(): Promise<void> {
    this.closing.abort();
    if (this.connection === undefined) return; // an attempt under way closes what it opens
    await closeConnection(this.connection);
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      try {
        await this.openOnce();
      } catch (error) {
        if (signal.aborted) return;
        this.options.log.warn({ err: error }, BROKER_AWAY);
      }
      await sleep(backoffMs(this.failures++), undefined, { signal }).catch(() => undefined);
    }
  }

  /** Resolves or rejects when the connection is gone again. */
  private async openOnce(): Promise<void> {
    const { url, name, answerTimeoutMs: timeoutMs, heartbeatSeconds } = this.options;
    const { onOpen, onLost, onBlocked } = this.options;
    const connection = await openConnection({ url, name, timeoutMs, heartbeatSeconds });
    let lastError: unknown;
    connection.on("error", (error: unknown) => {
      lastError = error;
    });
    connection.on("blocked", () => onBlocked?.(true));
    connection.on("unblocked", () => onBlocked?.(false));
    const closed = once(connection, "close").catch(() => undefined);
    try {
      await within(timeoutMs, "declaring queues and opening channels", onOpen(connection));
      this.connection = connection;
      if (this.closing.signal.aborted) await closeConnection(connection);
      const steady = setTimeout(() => (this.failures = 0), STEADY_AFTER_MS);
      this.announceOpen();
      await closed;
      clearTimeout(steady);
    } catch (error) {
      await closeConnection(connection);
      throw error;
    } finally {
      releaseSocket(connection);
      this.connection = undefined;
      onBlocked?.(false);
      onLost();
    }
    if (!this.closing.signal.aborted) {
      throw new Error("the connection was lost", { cause: lastError });
    }
  }
}
