import { eventsOf, MAX_ARRAY_EVENTS } from "@boomgate/contracts";
import { createMemoryBroker, type Delivery } from "@boomgate/platform/messaging";
import { PackingPublisher } from "@boomgate/pipeline/packing";
import { expect, it } from "vitest";
import { brokerPublisher, entriesOf } from "./publish-all.js";
import { rowsWith } from "./rows.js";

const EVENTS = 250;
const topology = { exchanges: [], queues: [{ name: "entries", arguments: {} }], bindings: [] };

it.each([
  [false, EVENTS],
  [true, Math.ceil(EVENTS / MAX_ARRAY_EVENTS)],
])("publishes all events, packed: %j, in %i messages", async (isPacked, messages) => {
  const broker = createMemoryBroker({ topology });
  const events = entriesOf(EVENTS, Date.now());
  const publisher = brokerPublisher(isPacked ? new PackingPublisher(broker) : broker);
  await publisher.publishAll("entries", events);
  const got: Delivery[] = [];
  await broker.consume("entries", { prefetch: EVENTS }, (delivery) => void got.push(delivery));
  await expect.poll(() => got.length).toBe(messages);
  const ids = got.flatMap((message) => eventsOf("entry event", message));
  expect(ids.map(({ event }) => event)).toMatchObject(events.map(({ id }) => ({ id })));
  await broker.close();
});

it("has a row for arrays only where it is asked for, with the same backend", () => {
  const of = (packed: boolean) =>
    rowsWith({ against: undefined, peers: [], packed }).throughput.map(({ isPacked }) => isPacked);
  expect(of(false).filter(Boolean)).toEqual([]);
  expect(of(true).filter(Boolean)).toEqual([true]);
  expect(of(true)).toHaveLength(of(false).length + 1);
});
