import { setTimeout as sleep } from "node:timers/promises";
import {
  encodeEvent,
  eventExchangesOf,
  parkedQueueOf,
  pipelineTopology,
  type StaySummary,
} from "@boomgate/contracts";
import { type Clock, systemClock } from "@boomgate/platform/clock";
import { readConfig } from "@boomgate/platform/config";
import { createMemoryBroker, type Delivery } from "@boomgate/platform/messaging";
import { createLogger, Registry } from "@boomgate/platform/telemetry";
import { MemoryPlateHistoryStore } from "./adapters/memory/memory-plate-history-store.js";
import { backendSettings } from "./config.js";
import { lifetimes } from "./domain/history.fixture.js";
import type { Reception } from "./ports/summary-sink.js";
import { startBackend } from "./container.js";

export const names = { entryQueue: "vehicle_entries", exitQueue: "vehicle_exits", prefix: "" };
export const visit = { plate: "AB123CD", lotId: "main" };
export const STRANGE = "of somebody else";
const log = createLogger({ service: "test", level: "silent", showPlates: false });
export const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
/** An hour after the events of the tests, whatever the machine's date is. */
const clock: Clock = { ...systemClock, now: () => Date.UTC(2026, 2, 1, 9) };
const stops: (() => Promise<void>)[] = [];
export const stopAll = async () => {
  for (const stop of stops.splice(0)) await stop();
};

export const until = async (isTrue: () => boolean | Promise<boolean>) => {
  while (!(await isTrue())) await sleep(5);
};

/** @param answer - what the sink says to each stay; throws when it is away */
export async function aBackend(answer: (stay: StaySummary) => Reception = () => "accepted") {
  const { exchanges, bindings, ...topology } = pipelineTopology(names, "classic");
  const broker = createMemoryBroker({
    topology: {
      ...topology,
      exchanges: [...exchanges, { name: STRANGE, type: "fanout" }],
      bindings: [
        ...bindings,
        { exchange: STRANGE, key: "", queue: names.entryQueue },
        // As somebody may do who is allowed to bind: whatever drives in drives out.
        { exchange: eventExchangesOf(names).entry, key: "", queue: names.exitQueue },
      ],
    },
  });
  const posted: StaySummary[] = [];
  const backend = await startBackend(readConfig(backendSettings, { LEDGER: "off" }), {
    broker,
    store: new MemoryPlateHistoryStore(clock, lifetimes),
    sink: {
      post: async (stays) => {
        const receptions = stays.map(answer);
        posted.push(...stays);
        return receptions;
      },
    },
    names,
    clock,
    log,
    registry: new Registry(),
  });
  stops.push(async () => {
    await backend.stop();
    await broker.close();
  });
  const send = (
    queue: string,
    body: Buffer | string,
    more: { readonly exchange?: string; readonly headers?: Delivery["headers"] } = {},
  ) =>
    broker.publish({
      exchange: more.exchange ?? "",
      routingKey: queue,
      body: Buffer.from(body),
      headers: { traceparent, ...more.headers },
      messageId: "m1",
    });
  const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 8, minute));
  const shared = { plate: "AB123CD", lotId: "main" };
  return {
    backend,
    posted,
    send,
    enter: (id: string, minute: number, plate = shared.plate) =>
      send(
        names.entryQueue,
        encodeEvent({ kind: "entry", id, ...shared, plate, enteredAt: at(minute) }),
      ),
    leave: (id: string, minute: number) =>
      send(names.exitQueue, encodeEvent({ kind: "exit", id, ...shared, exitedAt: at(minute) })),
    idle: () =>
      until(
        async () =>
          backend.inHandCount === 0 &&
          (await broker.depth(names.entryQueue)) + (await broker.depth(names.exitQueue)) === 0,
      ),
    parked: async (count: number): Promise<readonly Delivery[]> => {
      const queue = parkedQueueOf(names);
      await until(async () => (await broker.depth(queue)) >= count);
      const deliveries: Delivery[] = [];
      const subscription = await broker.consume(queue, { prefetch: count }, (delivery) => {
        deliveries.push(delivery);
      });
      await until(() => deliveries.length >= count);
      await subscription.cancel();
      return deliveries;
    },
    retrying: () => broker.depth("parking.retry.1s"),
  };
}
