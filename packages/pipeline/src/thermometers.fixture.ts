import { setTimeout as sleep } from "node:timers/promises";
import { EVENT_ARRAY_CONTENT_TYPE, HEADERS } from "@boomgate/contracts";
import { RecoverableError } from "@boomgate/platform/errors";
import {
  createMemoryBroker,
  type Delivery,
  type MessagePublisher,
  PublishNotConfirmedError,
} from "@boomgate/platform/messaging";
import { createLogger } from "@boomgate/platform/telemetry";
import { Tracer } from "@boomgate/platform/tracing";
import { unpack } from "./arrays/unpack.js";
import { chain, type Handler } from "./handler.js";
import { ParkingLot } from "./parking-lot.js";
import { Pipeline } from "./pipeline.js";
import { Retries } from "./retries.js";
import { settle } from "./settlement.js";
import { refuseForeign } from "./ways.js";

/** What thermometers send: readings, and now and then that one was calibrated. */
export type Kind = "reading" | "calibration";
export const NOW_MS = Date.UTC(2026, 2, 1, 12);
export const SPAN = "00f067aa0ba902b7";
export const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
export const traceparent = `00-${TRACE}-${SPAN}-01`;

export const PREFETCH = 10;
const RETRY_DELAY_MS = 5;
const retries = ["retry.first", "retry.second"];
const direct = { name: "return", type: "direct" as const };
const fanouts = ["readings.in", "calibrations.in", "stranger", "parked", "accepted", ...retries];
const topology = {
  exchanges: [...fanouts.map((name) => ({ name, type: "fanout" as const })), direct],
  queues: [
    ...["readings", "calibrations", "parked", "accepted"].map((name) => ({ name, arguments: {} })),
    ...retries.map((name) => ({
      name,
      arguments: { "x-message-ttl": RETRY_DELAY_MS, "x-dead-letter-exchange": "return" },
    })),
  ],
  bindings: [
    { exchange: "readings.in", key: "", queue: "readings" },
    { exchange: "calibrations.in", key: "", queue: "calibrations" },
    { exchange: "stranger", key: "", queue: "readings" },
    ...["readings", "calibrations"].map((queue) => ({ exchange: "return", key: queue, queue })),
    ...["parked", "accepted", ...retries].map((name) => ({ exchange: name, key: "", queue: name })),
  ],
};

export class SensorBrokenError extends RecoverableError {
  readonly code = "SENSOR_BROKEN";
  readonly recovery = "park";
}

export const until = async (isTrue: () => boolean | Promise<boolean>) => {
  while (!(await isTrue())) await sleep(1);
};

export interface Thermometers {
  /** What the service does with an event; its outcome is of no interest here. */
  readonly handle: Handler<Kind, unknown>;
  /** Rejects to have the broker not confirm; by default it confirms. */
  readonly confirm?: (exchange: string) => Promise<void>;
  readonly isRebuilt?: boolean;
}

/** The pipeline of a service for thermometers, over a broker in memory. */
export async function aPipeline({ handle, confirm, isRebuilt = true }: Thermometers) {
  const broker = createMemoryBroker({ topology });
  const publisher: MessagePublisher = {
    publish: async (message) => {
      await confirm?.(message.exchange);
      await broker.publish(message);
    },
  };
  const pauses: number[] = [];
  const clock = { now: () => NOW_MS, sleep: async (ms: number) => void pauses.push(ms) };
  const lines: Record<string, unknown>[] = [];
  const log = createLogger({
    ...{ service: "thermometers", level: "info", showPlates: false },
    destination: { write: (line) => void lines.push(JSON.parse(line) as (typeof lines)[0]) },
  });
  const settlements: (readonly [Kind, string, string | undefined])[] = [];
  const inHand = { reading: 0, calibration: 0 };
  const parkingLot = new ParkingLot(
    publisher,
    { parkedOf: () => "parked", ...(isRebuilt ? { accepted: "accepted" } : {}) },
    clock,
  );
  const settling = settle<Kind>(chain(handle, refuseForeign), {
    parkingLot,
    retries: new Retries(publisher, retries),
    observer: {
      settled: ({ eventType }, settlement, code) =>
        void settlements.push([eventType, settlement, code]),
    },
    clock,
    log,
  });
  const pipeline = new Pipeline<Kind>(
    broker,
    {
      sources: {
        reading: { queue: "readings", exchange: "readings.in" },
        calibration: { queue: "calibrations", exchange: "calibrations.in" },
      },
      returnExchange: "return",
      prefetch: PREFETCH,
      unpack: (messages) => unpack(messages, publisher, "return"),
    },
    settling,
    { inHand: (kind, change) => void (inHand[kind] += change) },
    new Tracer({ service: "thermometers" }),
  );
  await pipeline.start();
  const sendText = (
    text: string,
    headers: Delivery["headers"] = {},
    contentType = EVENT_ARRAY_CONTENT_TYPE,
  ) =>
    broker.publish({
      ...{ exchange: "readings.in", routingKey: "", contentType, headers },
      body: Buffer.from(text),
    });
  return {
    pipeline,
    settlements,
    inHand,
    lines,
    pauses,
    send: (body: string, exchange = "readings.in", headers: Delivery["headers"] = {}) =>
      broker.publish({
        ...{ exchange, routingKey: "readings", body: Buffer.from(body), messageId: body },
        headers: { traceparent, [HEADERS.publishedAt]: NOW_MS - 1_000, ...headers },
      }),
    sendArray: (
      events: readonly unknown[],
      headers: Delivery["headers"] = {},
      contentType = EVENT_ARRAY_CONTENT_TYPE,
    ) => sendText(JSON.stringify(events), headers, contentType),
    sendText,
    settled: (count = 1) => until(() => settlements.length >= count),
    depth: (queue: string) => broker.depth(queue),
    next: (queue: string) =>
      new Promise<Delivery>((resolve, reject) => {
        broker.consume(queue, { prefetch: 1 }, resolve).catch(reject);
      }),
    stop: async () => {
      await pipeline.stop();
      await broker.close();
    },
  };
}

/** For `confirm`: the broker confirms nothing that goes through the exchange, so many times. */
export function unconfirmed(exchange: string, times = 1) {
  let left = times;
  return async (published: string) => {
    if (published !== exchange || left === 0) return;
    left -= 1;
    throw new PublishNotConfirmedError();
  };
}
