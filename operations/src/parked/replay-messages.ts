import { setTimeout as sleep } from "node:timers/promises";
import { HEADERS, PASSED_ON, type QueueNames, returnExchangeOf } from "@boomgate/contracts";
import { formAlone } from "@boomgate/pipeline";
import {
  type MessageBroker,
  type OutgoingMessage,
  UnroutableError,
} from "@boomgate/platform/messaging";
import { type Choice, Chosen } from "./chosen.js";
import { holdMessages } from "./hold-messages.js";
import type { ParkedMessage } from "./parked-message.js";

export interface ReplayOptions extends Choice {
  readonly names: QueueNames;
  /** Events per second at most; undefined is as fast as the broker confirms. */
  readonly rate: number | undefined;
}

interface ReplayResult {
  readonly replayed: number;
  /** Events whose original queue is not known; they stay parked. */
  readonly withoutOrigin: number;
  /** Events whose original queue does not exist any more; they stay parked. */
  readonly withoutQueue: number;
  /** Replayed events that were parked again; the first of them stops the replay. */
  readonly cameBack: number;
  /** Events that did not fit into memory; they stay parked. */
  readonly left: number;
}

/** Time for a replayed message to come back, after the last one. */
const COME_BACK_MS = 1_000;

/**
 * Sends parked events to the queues they came from, each in a message of its own. Each is acked only after the broker confirmed its copy,
 * and an array after those of all its events: after a kill in between the event is in both queues, and an event that comes
 * twice changes nothing.
 */
export async function replayMessages(
  broker: MessageBroker,
  { names, rate, ...choice }: ReplayOptions,
  onReplayed: (count: number, of: number) => void,
): Promise<ReplayResult> {
  let cameBack = 0;
  const chosen = new Chosen(choice);
  await holdMessages(broker, names, chosen.take, (later) => {
    if (later.replayCount > 0) cameBack += 1;
  });
  let replayed = 0;
  let withoutOrigin = 0;
  let withoutQueue = 0;
  for (const message of chosen.messages) {
    if (cameBack > 0) break;
    const copy = copyOf(message, names);
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
    onReplayed(replayed, chosen.messages.length);
    if (rate !== undefined) await sleep(1_000 / rate);
  }
  if (replayed > 0 && cameBack === 0) await sleep(COME_BACK_MS);
  return { replayed, withoutOrigin, withoutQueue, cameBack, left: chosen.left };
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

/** The copy has only known headers, and none by which a broker routes. */
function copyOf(
  { delivery, originalQueue, replayCount, sender }: ParkedMessage,
  names: QueueNames,
): OutgoingMessage | undefined {
  if (originalQueue === undefined) return undefined;
  const { messageId, timestampMs, appId, headers } = delivery;
  const passedOn = PASSED_ON.map((name) => [name, headers[name]] as const).filter(
    ([, value]) => typeof value === "string" || typeof value === "number",
  );
  return {
    exchange: returnExchangeOf(names),
    routingKey: originalQueue,
    ...formAlone(delivery),
    messageId,
    timestampMs,
    appId,
    headers: {
      ...Object.fromEntries(passedOn),
      [HEADERS.replayCount]: replayCount + 1,
      ...(sender === undefined ? {} : { [HEADERS.sender]: sender }),
    },
  };
}
