import type { Clock } from "@boomgate/platform/clock";
import { codeOf, recoveryOf } from "@boomgate/platform/errors";
import type { Logger } from "@boomgate/platform/telemetry";
import { traceFields } from "@boomgate/platform/tracing";
import type { Handler, Message } from "./handler.js";
import { wasTriedBefore } from "./message-age.js";
import type { ParkingLot } from "./parking-lot.js";
import type { Retries } from "./retries.js";

/** What became of the event's message; a closed set, as it is a label. */
export type Settlement = "acked" | "retried" | "parked" | "released";

export interface SettlementObserver<Kind extends string> {
  /** @param code - of the error that led here; undefined when the handler resolved */
  settled(message: Message<Kind>, settlement: Settlement, code: string | undefined): void;
}

export interface SettlementParts<Kind extends string> {
  readonly parkingLot: Pick<ParkingLot, "park" | "accepted">;
  readonly retries: Retries;
  readonly observer: SettlementObserver<Kind>;
  readonly clock: Clock;
  readonly log: Logger;
}

const RELEASE_PAUSE_MS = 1_000;

/**
 * Turns what happened to an event into what happens to its message. Nothing else acks.
 *
 * | What happened | What happens to the message | Settlement |
 * | --- | --- | --- |
 * | the handler resolved | acked | acked |
 * | … and an earlier delivery failed, or may have | copied to the accepted ones, then acked | acked |
 * | … and that copy was not confirmed | as after an error that has no recovery | retried |
 * | an error whose recovery is `hold` (only while the process stops) | given back to the queue | released |
 * | an error whose recovery is `retry`, or that has none | copied to the next retry queue, then acked | retried |
 * | … and no retry is left | copied to the parking lot, then acked | parked |
 * | an error whose recovery is `park` | copied to the parking lot, then acked | parked |
 * | a copy for a retry or the parking lot was not confirmed | a pause, then given back to the queue | released |
 *
 * Each event of an array has a message of its own here: its copy holds that event alone, and the array is acked when
 * all of its events are settled, or given back when one of them is.
 */
export function settle<Kind extends string>(
  handler: Handler<Kind, unknown>,
  parts: SettlementParts<Kind>,
) {
  return async (message: Message<Kind>): Promise<void> => {
    try {
      if (message.broken !== undefined) throw message.broken;
      if (message.instead !== undefined)
        return await settleInstead(message, message.instead, parts);
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

/** Its events come back one by one; each of them is counted then. */
async function settleInstead(
  { delivery, trace }: Message,
  act: () => Promise<void>,
  { clock, log }: Pick<SettlementParts<string>, "clock" | "log">,
): Promise<void> {
  const fields = { queue: delivery.queue, ...traceFields(trace) };
  try {
    await act();
    delivery.ack();
    log.warn(fields, "array was delivered too often, its events go on one by one");
  } catch (error) {
    log.error({ ...fields, err: error }, "array could not be taken apart, giving it back");
    await clock.sleep(RELEASE_PAUSE_MS);
    delivery.release();
  }
}

async function settleFailed<Kind extends string>(
  message: Message<Kind>,
  error: unknown,
  parts: SettlementParts<Kind>,
) {
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
    // Released at once, the message would come straight back and fail again.
    await clock.sleep(RELEASE_PAUSE_MS);
    delivery.release();
    observer.settled(message, "released", fields.code);
  }
}

/** Resolves once the broker has confirmed the copy, so that the original may be acked. */
async function moveOn(
  message: Message,
  error: unknown,
  { parkingLot, retries }: Pick<SettlementParts<string>, "parkingLot" | "retries">,
): Promise<Settlement> {
  const recovery = recoveryOf(error);
  // A held event gets here only when the process stops: another replica shall have it.
  if (recovery === "hold") return "released";
  if (recovery === "retry" && (await retries.retry(message))) return "retried";
  await parkingLot.park(message, error);
  return "parked";
}
