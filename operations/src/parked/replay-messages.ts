import { setTimeout as sleep } from "node:timers/promises";
import { HEADERS } from "@boomgate/contracts";
import {
  type MessageBroker,
  type OutgoingMessage,
  UnroutableError,
} from "@boomgate/platform/messaging";
import { holdMessages } from "./hold-messages.js";
import type { ParkedMessage } from "./parked-message.js";

export interface ReplayOptions {
  readonly queue: string;
  /** Only messages parked for this cause. */
  readonly code: string | undefined;
  readonly limit: number;
  /** Messages per second at most; undefined is as fast as the broker confirms. */
  readonly rate: number | undefined;
}

export interface ReplayResult {
  readonly replayed: number;
  /** Parked by somebody who did not say where they came from. */
  readonly withoutOrigin: number;
  /** Their queue does not exist any more; they stay parked. */
  readonly withoutQueue: number;
  /** Replayed messages that were parked again while it went on; the first of them stops it. */
  readonly cameBack: number;
}

/** Time for a replayed message to come back, after the last one. */
const COME_BACK_MS = 1_000;

/**
 * Sends parked messages to the queues they came from. Each is acked only after the broker confirmed its
 * copy: killed in between, it is in both places, and an event that comes twice changes nothing.
 */
export async function replayMessages(
  broker: MessageBroker,
  { queue, code, limit, rate }: ReplayOptions,
  onReplayed: (count: number, of: number) => void,
): Promise<ReplayResult> {
  let cameBack = 0;
  const { messages } = await holdMessages(broker, queue, MOST_HELD, (later) => {
    if (later.replayCount > 0) cameBack += 1;
  });
  const chosen = messages
    .filter((message) => code === undefined || message.code === code)
    .slice(0, limit);
  let replayed = 0;
  let withoutOrigin = 0;
  let withoutQueue = 0;
  for (const message of chosen) {
    if (cameBack > 0) break;
    const copy = copyOf(message);
    if (copy === undefined) {
      withoutOrigin += 1;
      continue;
    }
    if (!(await isRouted(broker, copy))) {
      withoutQueue += 1;
      continue;
    }
    message.delivery.ack();
    replayed += 1;
    onReplayed(replayed, chosen.length);
    if (rate !== undefined) await sleep(1_000 / rate);
  }
  if (replayed > 0 && cameBack === 0) await sleep(COME_BACK_MS);
  return { replayed, withoutOrigin, withoutQueue, cameBack };
}

async function isRouted(broker: MessageBroker, copy: OutgoingMessage): Promise<boolean> {
  try {
    await broker.publish(copy);
    return true;
  } catch (error) {
    if (error instanceof UnroutableError) return false;
    throw error;
  }
}

/** All of them are held while it goes on, so that none is seen twice. */
export const MOST_HELD = 50_000;

const CAUSE_HEADERS: readonly string[] = [
  HEADERS.parkedCode,
  HEADERS.parkedReason,
  HEADERS.parkedAt,
  HEADERS.originalQueue,
  HEADERS.attempt,
  "x-delivery-count",
];

function copyOf({ delivery, originalQueue, replayCount }: ParkedMessage) {
  if (originalQueue === undefined) return undefined;
  const kept = Object.entries(delivery.headers).filter(([name]) => !CAUSE_HEADERS.includes(name));
  const { body, messageId, timestampMs, appId, contentType } = delivery;
  return {
    exchange: "",
    routingKey: originalQueue,
    body,
    messageId,
    timestampMs,
    appId,
    contentType,
    headers: { ...Object.fromEntries(kept), [HEADERS.replayCount]: replayCount + 1 },
  } satisfies OutgoingMessage;
}
