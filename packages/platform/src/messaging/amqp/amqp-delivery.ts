import type { ConsumeMessage, MessageProperties } from "amqplib";
import type { Delivery } from "../message-broker.js";
import type { ChannelAcks } from "./channel-acks.js";

/** AMQP has whole seconds; a number beyond the year 5138 in seconds is taken for ms. */
const LARGEST_SECONDS = 100_000_000_000;

/** They have a place of their own, or belong to the broker. */
const USED_PROPERTIES: ReadonlySet<string> = new Set([
  "headers",
  "messageId",
  "timestamp",
  "appId",
  "contentType",
  "deliveryMode",
]);

/** A message of the broker, and the channel that it came from. */
export class AmqpDelivery implements Delivery {
  readonly body: Buffer;
  readonly exchange: string;
  readonly routingKey: string;
  readonly redelivered: boolean;
  readonly receivedAtMs = performance.now();
  readonly messageId: string | undefined;
  readonly timestampMs: number | undefined;
  readonly appId: string | undefined;
  readonly contentType: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  private readonly properties: MessageProperties;
  private readonly tag: number;

  constructor(
    { content, fields, properties }: ConsumeMessage,
    readonly queue: string,
    private readonly acks: ChannelAcks,
  ) {
    this.body = content;
    this.exchange = fields.exchange;
    this.routingKey = fields.routingKey;
    this.redelivered = fields.redelivered;
    this.messageId = textOf(properties.messageId);
    this.timestampMs = msOf(properties.timestamp);
    this.appId = textOf(properties.appId);
    this.contentType = textOf(properties.contentType);
    this.headers = properties.headers ?? {};
    this.properties = properties;
    this.tag = fields.deliveryTag;
    acks.delivered(this.tag);
  }

  get otherProperties(): Readonly<Record<string, unknown>> {
    const others = Object.entries(this.properties).filter(
      ([name, value]) => value !== undefined && !USED_PROPERTIES.has(name),
    );
    return Object.fromEntries(others);
  }

  ack(): void {
    this.acks.ack(this.tag);
  }

  release(): void {
    this.acks.release(this.tag);
  }
}

const textOf = (value: unknown) => (typeof value === "string" ? value : undefined);

/** @param timestamp - of a message, in seconds or ms @returns ms since 1970 */
export function msOf(timestamp: unknown): number | undefined {
  if (typeof timestamp !== "number" || !(timestamp > 0)) return undefined;
  return timestamp < LARGEST_SECONDS ? timestamp * 1_000 : timestamp;
}
