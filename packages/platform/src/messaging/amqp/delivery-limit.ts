import type { ChannelModel } from "amqplib";
import type { QueueArguments } from "./arguments-in-use.js";

/** Of quorum queues that say nothing themselves. */
const DEFAULT_LIMIT = 20;
/** As good as none: one delivery each second reaches it after eleven days. */
const PRACTICALLY_NONE = 1_000_000;

/**
 * After how many deliveries the broker drops a message of this queue for good, if no policy says otherwise: AMQP
 * does not show policies.
 * @param brokerMajor - 4 for RabbitMQ 4.3.6; undefined for a broker that does not say
 * @returns `undefined` when it keeps or moves it
 */
export function dropsAfter(
  found: QueueArguments,
  brokerMajor: number | undefined,
): number | undefined {
  if (found["x-queue-type"] !== "quorum" || "x-dead-letter-exchange" in found) return undefined;
  const isSince4 = (brokerMajor ?? 0) >= 4;
  const own = found["x-delivery-limit"];
  if (typeof own !== "number") return isSince4 ? DEFAULT_LIMIT : undefined;
  // Before 4.0 a negative limit is passed by the first delivery.
  if (own < 0) return isSince4 ? undefined : 1;
  return own < PRACTICALLY_NONE ? own : undefined;
}

export function majorOf({ connection }: ChannelModel): number | undefined {
  const { serverProperties } = connection as { serverProperties?: Record<string, unknown> };
  const major = Number.parseInt(String(serverProperties?.["version"]), 10);
  return Number.isNaN(major) ? undefined : major;
}
