import type { Clock } from "@boomgate/platform/clock";
import { codeOf, recoveryOf } from "@boomgate/platform/errors";
import type { Logger } from "@boomgate/platform/telemetry";
import { traceFields } from "@boomgate/platform/tracing";
import type { Handler, Message } from "./handler.js";
import { wasTriedBefore } from "./message-age.js";
import type { ParkingLot } from "./parking-lot.js";
import type { Retries } from "./retries.js";

/** What became of the message; a closed set, as it is a label. */
export type Settlement = "acked" | "retried" | "parked" | "released";

export interface SettlementObserver {
  /** @param code - of the error that led here; undefined when all went well */
  settled(message: Message, settlement: Settlement, code: string | undefined): void;
}

export interface SettlementParts {
  readonly parkingLot: ParkingLot;
  readonly retries: Retries;
  readonly observer: SettlementObserver;
  readonly clock: Clock;
  readonly log: Logger;
}

const RELEASE_PAUSE_MS = 1_000;

/** Turns what happened to an event into what happens to its message. Nothing else acks. */
export function settle(handler: Handler, parts: SettlementParts) {
  return async (message: Message): Promise<void> => {
    try {
      await handler(message);
      if (wasTriedBefore(message)) await parts.parkingLot.accepted(message);
    } catch (error) {
      await settleFailed(message, error, parts);
      return;
    }
    message.delivery.ack();
    parts.observer.settled(message, "acked", undefined);
  };
}

async function settleFailed(message: Message, error: unknown, parts: SettlementParts) {
  const { delivery, trace } = message;
  const { log, observer, clock } = parts;
  const { queue, messageId } = delivery;
  const fields = { queue, messageId, code: codeOf(error), ...traceFields(trace) };
  try {
    const settlement = await moveOn(message, error, parts);
    if (settlement === "released") delivery.release();
    else delivery.ack();
    observer.settled(message, settlement, fields.code);
    if (settlement !== "released") log.warn({ ...fields, err: error }, `event ${settlement}`);
  } catch (publishError) {
    log.error({ ...fields, err: publishError }, "event could not be moved, giving it back");
    // Not at once: it would come straight back and fail again.
    await clock.sleep(RELEASE_PAUSE_MS);
    delivery.release();
    observer.settled(message, "released", fields.code);
  }
}

/** Confirmed by the broker before the original is acked. */
async function moveOn(
  message: Message,
  error: unknown,
  { parkingLot, retries }: SettlementParts,
): Promise<Settlement> {
  const recovery = recoveryOf(error);
  // Only a stopping process still has a held event here: another replica shall have it.
  if (recovery === "hold") return "released";
  if (recovery === "retry" && (await retries.retry(message))) return "retried";
  await parkingLot.park(message, error);
  return "parked";
}
