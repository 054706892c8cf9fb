import { randomUUID } from "node:crypto";
import {
  type ChannelModel,
  type ConfirmChannel,
  IllegalOperationError,
  type Message,
  type Options,
} from "amqplib";
import { PublisherFullError, UnroutableError } from "../errors.js";
import type { MessagingObserver, OutgoingMessage } from "../message-broker.js";
import { ConfirmDeadline } from "./confirm-deadline.js";
import { closeConnection, dropConnection } from "./end-connection.js";
import { publishErrorOf } from "./publish-error.js";
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

export interface PublisherLimits {
  /** Messages whose confirm is awaited at the same time. */
  readonly window: number;
  /** Messages that wait to be sent; one more is refused. */
  readonly mostWaiting: number;
  /** A broker that owes a confirm for longer is given up, with its connection. */
  readonly confirmTimeoutMs: number;
}

/**
 * Publishes over the channel that is open, with a bounded window of messages whose confirm is
 * awaited. A bounded number of messages waits, in order, while the window is full, the broker blocks, or no
 * channel is open.
 */
export class ConfirmedPublisher {
  private channel: ConfirmChannel | undefined;
  private connection: ChannelModel | undefined;
  /** Why the broker closed the channel: "ACCESS_REFUSED - write access ...". */
  private lastError: unknown;
  private isBlocked = false;
  private isEnded = false;
  private readonly waiting: Wanted[] = [];
  private readonly pending = new Map<string, Pending>();
  private readonly deadline: ConfirmDeadline;
  private lastTag = 0;
  /** Distinguishes returned messages of this publisher from those of a former one. */
  private readonly tagPrefix = randomUUID();
  private onIdle: (() => void) | undefined;

  constructor(
    private readonly limits: PublisherLimits,
    private readonly observer: MessagingObserver | undefined,
  ) {
    this.deadline = new ConfirmDeadline(
      limits.confirmTimeoutMs,
      () => this.pending.values().next().value?.startedMs,
      () => this.overdue(),
    );
  }

  async openOn(connection: ChannelModel): Promise<void> {
    const channel = await connection.createConfirmChannel();
    channel.on("error", (error: unknown) => {
      this.lastError = error; // "close" follows
    });
    channel.on("return", (message: Message) => this.returned(message));
    // Before all other listeners: the library's own calls back for each message that was sent, with a failure.
    channel.prependListener("close", () => {
      if (this.channel === channel) this.lost();
      // The broker closes it for a publish it would not take, to an exchange that is gone for example:
      // connecting again declares all that must exist.
      void closeConnection(connection);
    });
    this.channel = channel;
    this.connection = connection;
    this.sendWaiting();
  }

  /** What was on its way may or may not have arrived. What was not sent keeps its place. */
  lost(): void {
    this.channel = undefined;
    this.connection = undefined;
    const cause = this.lastError ?? new Error("channel closed");
    this.lastError = undefined;
    const failed = [...this.pending.values()];
    this.pending.clear();
    for (const { message, reject } of failed) this.refuse(message, reject, cause);
    this.onIdle?.();
  }

  blocked(isBlocked: boolean): void {
    this.isBlocked = isBlocked;
    this.deadline.pause();
    if (isBlocked) return;
    this.deadline.arm();
    this.sendWaiting();
  }

  /** @throws {PublisherFullError} besides what the port says */
  publish(message: OutgoingMessage): Promise<void> {
    return new Promise((resolve, reject) => {
      const { exchange, routingKey } = message;
      this.observer?.published(exchange, routingKey);
      if (this.waiting.length >= this.limits.mostWaiting) {
        this.observer?.refused(exchange, routingKey, message);
        reject(new PublisherFullError(this.waiting.length));
        return;
      }
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

  /** Rejects the messages that wait to be sent, and all later ones. */
  end(): void {
    this.isEnded = true;
    const cause = new Error("the broker was closed");
    for (const { message, reject } of this.waiting.splice(0)) this.refuse(message, reject, cause);
  }

  private sendWaiting(): void {
    while (this.channel && !this.isBlocked && this.pending.size < this.limits.window) {
      const next = this.waiting.shift();
      if (next === undefined) return;
      if (this.send(next, this.channel)) continue;
      this.waiting.unshift(next);
      return; // this channel is closing, and the next one sends the message
    }
  }

  /** @returns false when the channel takes nothing any more */
  private send(wanted: Wanted, channel: ConfirmChannel): boolean {
    this.lastTag += 1;
    const tag = `${this.tagPrefix}-${this.lastTag}`;
    const { exchange, routingKey, body } = wanted.message;
    const startedMs = performance.now();
    try {
      channel.publish(
        exchange,
        routingKey,
        body,
        optionsOf(wanted.message, tag),
        (error: unknown) => this.answered(tag, error),
      );
    } catch (error) {
      if (error instanceof IllegalOperationError) return false;
      this.refuse(wanted.message, wanted.reject, error); // it cannot be encoded
      return true;
    }
    this.pending.set(tag, { ...wanted, startedMs, isReturned: false });
    this.deadline.arm();
    return true;
  }

  private answered(tag: string, error: unknown): void {
    const pending = this.pending.get(tag);
    if (pending === undefined) return;
    this.pending.delete(tag);
    this.settle(pending, error);
    this.sendWaiting();
    if (this.pending.size === 0) this.onIdle?.();
  }

  private settle(pending: Pending, error: unknown): void {
    const { message, resolve, reject, startedMs, isReturned } = pending;
    const { exchange, routingKey } = message;
    if (error) return this.refuse(message, reject, error);
    if (isReturned) {
      this.observer?.returned(exchange, routingKey);
      return reject(new UnroutableError(exchange, routingKey));
    }
    const seconds = (performance.now() - startedMs) / 1_000;
    this.observer?.confirmed(exchange, routingKey, seconds, message);
    return resolve();
  }

  /** Comes before the confirm of the same message. */
  private returned({ properties }: Message): void {
    const pending = this.pending.get(String(properties.correlationId));
    if (pending) pending.isReturned = true;
  }

  private refuse(message: OutgoingMessage, reject: Wanted["reject"], cause: unknown): void {
    this.observer?.refused(message.exchange, message.routingKey, message);
    reject(publishErrorOf(message, cause));
  }

  private overdue(): void {
    if (this.connection === undefined) return;
    this.lastError ??= new Error(`no confirm within ${this.limits.confirmTimeoutMs / 1_000} s`);
    dropConnection(this.connection, this.lastError as Error);
  }
}

/** @param tag - the one property by which a returned message is recognised */
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
