import type { ConsumeMessage } from "amqplib";
import type { Delivery } from "../message-broker.js";
import type { ChannelAcks } from "./channel-acks.js";

/** Whole seconds on the wire; what is larger than the year 5138 in seconds was given in ms. */
const LARGEST_SECONDS = 100_000_000_000;

export function deliveryOf(message: ConsumeMessage, queue: string, acks: ChannelAcks): Delivery {
  const { deliveryTag, redelivered } = message.fields;
  const { messageId, timestamp, appId, contentType, headers } = message.properties;
  acks.delivered(deliveryTag);
  return {
    queue,
    body: message.content,
    redelivered,
    receivedAtMs: performance.now(),
    messageId: textOf(messageId),
    timestampMs: msOf(timestamp),
    appId: textOf(appId),
    contentType: textOf(contentType),
    headers: headers ?? {},
    ack: () => acks.ack(deliveryTag),
    release: () => acks.release(deliveryTag),
  };
}

const textOf = (value: unknown) => (typeof value === "string" ? value : undefined);

function msOf(timestamp: unknown): number | undefined {
  if (typeof timestamp !== "number" || !(timestamp > 0)) return undefined;
  return timestamp < LARGEST_SECONDS ? timestamp * 1_000 : timestamp;
}
