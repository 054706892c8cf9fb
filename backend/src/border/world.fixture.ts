import { setTimeout as sleep } from "node:timers/promises";
import {
  encodeEvent,
  type EntryEvent,
  eventExchangesOf,
  type ExitEvent,
  HEADERS,
  parkedQueueOf,
  type QueueNames,
  retryQueueOf,
  type StaySummary,
} from "@boomgate/contracts";
import type { Clock } from "@boomgate/platform/clock";
import { readConfig } from "@boomgate/platform/config";
import type { Delivery, MessageBroker } from "@boomgate/platform/messaging";
import { createLogger, Registry } from "@boomgate/platform/telemetry";
import { expect } from "vitest";
import { MemoryPlateHistoryStore } from "../adapters/memory/memory-plate-history-store.js";
import { backendSettings } from "../config.js";
import { lifetimes } from "../domain/history.fixture.js";
import { startBackend } from "../container.js";
import { type HostileBody, NOW_MS } from "./messages.fixture.js";

const clock: Clock = {
  now: () => NOW_MS,
  sleep: (ms) => sleep(ms).then(() => undefined),
};
/** A lot that no hostile message names. */
const NEIGHBOURS = "neighbours";
const PATIENCE_MS = 30_000;
const CALM_LOOKS = 4;
const LOOK_EVERY_MS = 50;

/** Headers that a parked copy may have. */
const KNOWN_HEADERS: ReadonlySet<string> = new Set(Object.values(HEADERS));
/** Of all headers together, which include a bounded text of the sender. */
const MOST_HEADER_BYTES = 12_000;

/** The backend over one broker, with good visits that are published between hostile messages. */
export async function aBorder(broker: MessageBroker, names: QueueNames) {
  const registry = new Registry();
  const latest = new Map<string, StaySummary>();
  const backend = await startBackend(readConfig(backendSettings, { LEDGER: "off" }), {
    broker,
    store: new MemoryPlateHistoryStore(clock, lifetimes),
    sink: {
      post: async (stays) => {
        for (const stay of stays) latest.set(stay.stayId, stay);
        return stays.map(() => "accepted" as const);
      },
    },
    names,
    clock,
    log: createLogger({ service: "test", level: "silent", showPlates: false }),
    registry,
  });
  const exchanges = eventExchangesOf(names);
  let visits = 0;
  const hostile: HostileBody[] = [];
  const unconfirmed: HostileBody[] = [];

  const publish = (event: EntryEvent | ExitEvent) =>
    broker.publish({
      ...{ exchange: exchanges[event.kind], routingKey: "", body: encodeEvent(event) },
      ...{ messageId: event.id, headers: { [HEADERS.publishedAt]: NOW_MS } },
    });
  const total = async (name: string, isCounted: (labels: object) => boolean = () => true) => {
    const { values = [] } = (await registry.getSingleMetric(name)?.get()) ?? {};
    return values
      .filter(({ labels }) => isCounted(labels))
      .reduce((sum, { value }) => sum + value, 0);
  };
  const outcome = (...which: readonly string[]) =>
    total("parking_events_total", (labels) =>
      which.includes(String((labels as Record<string, unknown>)["outcome"])),
    );
  const settled = () => total("parking_events_total");
  const until = async (what: string, isTrue: () => Promise<boolean>) => {
    const endMs = performance.now() + PATIENCE_MS;
    while (!(await isTrue())) {
      if (performance.now() > endMs) throw new Error(`${what}: not within ${PATIENCE_MS} ms`);
      await sleep(2);
    }
  };
  const parked: Delivery[] = [];
  const takeParked = async (): Promise<void> => {
    const depth = await broker.depth(parkedQueueOf(names));
    const known = parked.length;
    const subscription = await broker.consume(
      parkedQueueOf(names),
      { prefetch: depth + 10 },
      (delivery) => {
        parked.push(delivery);
        delivery.ack();
      },
    );
    await until("parked messages", async () => parked.length >= known + depth);
    await subscription.cancel();
  };

  const isCalm = async () =>
    backend.inHandCount === 0 &&
    (await broker.depth(names.entryQueue)) + (await broker.depth(names.exitQueue)) === 0;

  return {
    /**
     * Sends a message, with what it holds, between the entry and the exit of a good visit.
     * @param send - resolves to false when the broker closed the connection: then the message may have arrived or not
     */
    async amid(holds: readonly HostileBody[], send: () => Promise<boolean>): Promise<void> {
      visits += 1;
      const id = String(visits);
      const shared = { plate: `N${id}`, lotId: NEIGHBOURS };
      const at = (minutes: number) => new Date(NOW_MS + minutes * 60_000);
      await publish({ kind: "entry", id, ...shared, enteredAt: at(-60) });
      if (await send()) hostile.push(...holds);
      else unconfirmed.push(...holds);
      await publish({ kind: "exit", id, ...shared, exitedAt: at(-30) });
    },

    /** Every message was settled once, as what it is. */
    async expectConserved(): Promise<void> {
      const sure = 2 * visits + hostile.length;
      await until("settled messages", async () => (await settled()) >= sure);
      for (let looks = unconfirmed.length > 0 ? CALM_LOOKS : 1; looks > 0; looks -= 1) {
        await until("messages in hand", isCalm);
        if (looks > 1) await sleep(LOOK_EVERY_MS);
      }
      const came = await settled();
      expect(came).toBeGreaterThanOrEqual(sure);
      expect(came).toBeLessThanOrEqual(sure + unconfirmed.length);
      // A hostile message is neither a defect nor an outage: it is acked or parked, never retried.
      expect(await outcome("retried", "released")).toBe(0);
      expect(await broker.depth(retryQueueOf(names, 1_000))).toBe(0);
      expect(Object.entries(backend.isReady).filter(([, isReady]) => !isReady)).toEqual([]);

      const neighbours = [...latest.values()].filter(({ lotId }) => lotId === NEIGHBOURS);
      const pairs = neighbours.map((stay) => {
        const entry = stay.status === "closed" ? stay.entryEventId : "none";
        return `${stay.plate}: ${entry} to ${stay.exitEventId}`;
      });
      const ids = Array.from({ length: visits }, (_, index) => index + 1);
      expect(new Set(pairs)).toEqual(new Set(ids.map((id) => `N${id}: ${id} to ${id}`)));
      expect(neighbours).toHaveLength(visits);

      await takeParked();
      expect(await outcome("parked")).toBe(parked.length);
      expect(await total("parking_messages_parked_total")).toBe(parked.length);
      const known = await outcome("repeated", "no_plate");
      const reads = Object.values(await backend.readCounts()).reduce((sum, of) => sum + of, 0);
      expect(reads + known + parked.length).toBe(came);
      expectEachAsItIs(hostile, unconfirmed, parked, names);
    },

    stop: () => backend.stop(),
  };
}

/** A message that is not an event is parked once; one that is an event is not parked. */
function expectEachAsItIs(
  hostile: readonly HostileBody[],
  unconfirmed: readonly HostileBody[],
  parked: readonly Delivery[],
  names: QueueNames,
): void {
  const nameOf = (queue: unknown, body: Buffer) => `${String(queue)} ${body.toString("latin1")}`;
  const named = ({ queue, body }: HostileBody) =>
    nameOf(queue === "entry" ? names.entryQueue : names.exitQueue, body);
  const inLot = count(
    parked.map(({ headers, body }) => nameOf(headers[HEADERS.originalQueue], body)),
  );
  const least = count(hostile.filter(({ is }) => is === "no event").map(named));
  const most = count([...hostile, ...unconfirmed].filter(({ is }) => is !== "an event").map(named));
  const isWithin = (name: string) => {
    const times = inLot.get(name) ?? 0;
    return times >= (least.get(name) ?? 0) && times <= (most.get(name) ?? 0);
  };
  expect([...inLot.keys(), ...least.keys()].filter((name) => !isWithin(name))).toEqual([]);
  for (const { headers } of parked) {
    expect(["CONTRACT_BROKEN", "FROM_THE_FUTURE"]).toContain(headers[HEADERS.parkedCode]);
    expect(Object.keys(headers).filter((name) => !KNOWN_HEADERS.has(name))).toEqual([]);
    expect(JSON.stringify(headers).length).toBeLessThan(MOST_HEADER_BYTES);
  }
}

function count(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
