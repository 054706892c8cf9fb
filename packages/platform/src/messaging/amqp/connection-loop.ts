import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { type ChannelModel, connect } from "amqplib";
import { untilAborted } from "../../lifecycle/index.js";
import { Backoff } from "./backoff.js";
import type { BrokerLog } from "./broker-log.js";
import { guardDecoding } from "./guard-decoding.js";

export interface ConnectionLoopOptions {
  readonly url: string;
  /** Shown by the broker in its list of connections: "backend publisher". */
  readonly name: string;
  readonly log: BrokerLog;
  /** Builds what lives on the connection; a failure closes it and counts as one. */
  readonly onOpen: (connection: ChannelModel) => Promise<void>;
  readonly onLost: () => void;
  readonly onBlocked?: (isBlocked: boolean) => void;
}

/** Logged at each failure, the first one included. */
export const BROKER_AWAY = "the broker is away, trying again";

const HEARTBEAT_SECONDS = 15;
const CONNECT_TIMEOUT_MS = 10_000;

/** Keeps one connection to the broker, for as long as it takes, until it is closed. */
export class ConnectionLoop {
  private readonly closing = new AbortController();
  private readonly backoff = new Backoff();
  private connection: ChannelModel | undefined;
  private announceOpen: () => void = () => {};
  private readonly firstOpen = new Promise<void>((resolve) => {
    this.announceOpen = resolve;
  });
  private running: Promise<void> | undefined;

  constructor(private readonly options: ConnectionLoopOptions) {}

  /** The connection while what lives on it stands. */
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
    await this.connection.close().catch(() => undefined); // lost already, which is as good
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
      await sleep(this.backoff.nextMs(), undefined, { signal }).catch(() => undefined);
    }
  }

  /** Resolves or rejects when the connection is gone again. */
  private async openOnce(): Promise<void> {
    const { url, name, onOpen, onLost, onBlocked } = this.options;
    const connection = await connect(withHeartbeat(url), {
      clientProperties: { connection_name: name },
      timeout: CONNECT_TIMEOUT_MS,
      noDelay: true,
    });
    guardDecoding(connection);
    let lastError: unknown;
    connection.on("error", (error: unknown) => {
      lastError = error;
    });
    connection.on("blocked", () => onBlocked?.(true));
    connection.on("unblocked", () => onBlocked?.(false));
    const closed = once(connection, "close").catch(() => undefined);
    try {
      await onOpen(connection);
      this.connection = connection;
      if (this.closing.signal.aborted) await connection.close();
      this.backoff.succeeded();
      this.announceOpen();
      await closed;
    } catch (error) {
      await connection.close().catch(() => undefined);
      throw error;
    } finally {
      this.connection = undefined;
      onBlocked?.(false);
      onLost();
    }
    if (!this.closing.signal.aborted) {
      throw new Error("the connection was lost", { cause: lastError });
    }
  }
}

function withHeartbeat(url: string): string {
  const address = new URL(url);
  if (!address.searchParams.has("heartbeat")) {
    address.searchParams.set("heartbeat", String(HEARTBEAT_SECONDS));
  }
  return address.href;
}
