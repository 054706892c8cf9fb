import { randomUUID } from "node:crypto";
import type { ChannelModel, ConfirmChannel, Message, Options } from "amqplib";
import { PublishNotConfirmedError, UnroutableError } from "../errors.js";
import type { MessagingObserver, OutgoingMessage } from "../message-broker.js";
import { shortText } from "./short-text.js";

interface Wanted {
  readonly message: OutgoingMessage;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

interface Pending extends Wanted {
  readonly startedMs: number;
  isReturned: boolean;
}

/**
 * Publishes over the channel of the moment, with a bounded window of messages whose confirm is
 * awaited. Messages wait, in order, while the window is full, the broker blocks, or there is no channel.
 */
export class ConfirmedPublisher {
  private channel: ConfirmChannel | undefined;
  /** Why the broker closed the channel: "ACCESS_REFUSED - write access ...". */
  private lastError: unknown;
  private isBlocked = false;
  private isEnded = false;
  private readonly waiting: Wanted[] = [];
  private readonly pending = new Map<string, Pending>();
  private lastTag = 0;
  /** Tells our returned messages from those of a channel before. */
  private readonly tagPrefix = randomUUID();
  private onIdle: (() => void) | undefined;

  constructor(
    private readonly window: number,
    private readonly observer: MessagingObserver | undefined,
  ) {}

  async openOn(connection: ChannelModel): Promise<void> {
    const channel = await connection.createConfirmChannel();
    channel.on("error", (error: unknown) => {
      this.lastError = error; // "close" follows
    });
    channel.on("return", (message: Message) => this.returned(message));
    channel.on("close", () => {
      this.lost();
      // The broker closes it for a publish it would not take, to an exchange that is gone for example:
      // connecting again declares all that must exist.
      void connection.close().catch(() => undefined);
    });
    this.channel = channel;
    this.sendWaiting();
  }

  /** What was on its way may or may not have arrived. */
  lost(): void {
    this.channel = undefined;
    const cause = this.lastError ?? new Error("channel closed");
    this.lastError = undefined;
    for (const [tag, pending] of this.pending) this.fail(tag, pending, cause);
  }

  blocked(isBlocked: boolean): void {
    this.isBlocked = isBlocked;
    this.sendWaiting();
  }

  publish(message: OutgoingMessage): Promise<void> {
    return new Promise((resolve, reject) => {
      this.observer?.published(message.exchange, message.routingKey);
      this.waiting.push({ message, resolve, reject });
      if (this.isEnded) this.end();
      else this.sendWaiting();
    });
  }

  /** Resolves when no confirm is awaited any more. */
  async idle(): Promise<void> {
    if (this.pending.size === 0) return;
    await new Promise<void>((resolve) => {
      this.onIdle = resolve;
    });
  }

  /** What still waits to be sent never will be. */
  end(): void {
    this.isEnded = true;
    for (const { message, reject } of this.waiting.splice(0)) {
      this.observer?.refused(message.exchange, message.routingKey);
      reject(new PublishNotConfirmedError({ cause: new Error("the broker was closed") }));
    }
  }

  private sendWaiting(): void {
    while (this.channel !== undefined && !this.isBlocked && this.pending.size < this.window) {
      const next = this.waiting.shift();
      if (next === undefined) return;
      this.send(next, this.channel);
    }
  }

  private send(wanted: Wanted, channel: ConfirmChannel): void {
    this.lastTag += 1;
    const tag = `${this.tagPrefix}-${this.lastTag}`;
    const pending = { ...wanted, startedMs: performance.now(), isReturned: false };
    this.pending.set(tag, pending);
    const { exchange, routingKey, body } = wanted.message;
    try {
      channel.publish(
        exchange,
        routingKey,
        body,
        optionsOf(wanted.message, tag),
        (error: unknown) => this.answered(tag, error),
      );
    } catch (error) {
      this.fail(tag, pending, error);
    }
  }

  private answered(tag: string, error: unknown): void {
    const pending = this.pending.get(tag);
    if (pending === undefined) return;
    if (error) return this.fail(tag, pending, this.lastError ?? error);
    const { exchange, routingKey } = pending.message;
    this.forget(tag);
    if (pending.isReturned) {
      this.observer?.returned(exchange, routingKey);
      pending.reject(new UnroutableError(exchange, routingKey));
      return;
    }
    const seconds = (performance.now() - pending.startedMs) / 1_000;
    this.observer?.confirmed(exchange, routingKey, seconds, pending.message);
    pending.resolve();
  }

  /** Comes before the confirm of the same message. */
  private returned({ properties }: Message): void {
    const pending = this.pending.get(String(properties.correlationId));
    if (pending) pending.isReturned = true;
  }

  private fail(tag: string, { message, reject }: Pending, cause: unknown): void {
    this.forget(tag);
    this.observer?.refused(message.exchange, message.routingKey);
    reject(new PublishNotConfirmedError({ cause }));
  }

  private forget(tag: string): void {
    this.pending.delete(tag);
    this.sendWaiting();
    if (this.pending.size === 0) this.onIdle?.();
  }
}

/** @param tag - names the message in a return, which tells nothing else of ours */
function optionsOf(message: OutgoingMessage, tag: string): Options.Publish {
  const { messageId, timestampMs, appId, contentType, headers } = message;
  return {
    headers,
    persistent: true,
    mandatory: true,
    correlationId: tag,
    ...(messageId === undefined ? {} : { messageId: shortText(messageId) }),
    ...(appId === undefined ? {} : { appId: shortText(appId) }),
    ...(contentType === undefined ? {} : { contentType: shortText(contentType) }),
    ...(timestampMs === undefined ? {} : { timestamp: Math.floor(timestampMs / 1_000) }),
  };
}
