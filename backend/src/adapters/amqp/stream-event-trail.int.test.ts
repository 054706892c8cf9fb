import {
  DEFAULT_READING,
  eventExchangesOf,
  HEADERS,
  pipelineTopology,
  type QueueNames,
} from "@boomgate/contracts";
import { ParkingLot } from "@boomgate/pipeline";
import { systemClock } from "@boomgate/platform/clock";
import { type Delivery, openAmqpBroker } from "@boomgate/platform/messaging";
import {
  deleteTopology,
  field,
  list,
  publishRaw,
  text,
  typed,
  uniqueName,
} from "@boomgate/testing";
import { describeWith } from "@boomgate/testing/vitest";
import { expect, it } from "vitest";
import { parkingExchangesOf } from "../../pipeline/parking-exchanges.js";
import type { EventTrail } from "../../ports/event-trail.js";
import { TooLateError } from "../../processors/errors.js";
import { createAuditTrail, createUnacceptedTrail } from "./stream-event-trail.js";

const hex = (tag: string, bytes: string) => typed(tag, Buffer.from(bytes, "hex"));

/** What other senders may write into the header with the time of publishing. */
const TIMES: readonly (readonly [string, Buffer])[] = [
  ["ms since 1970", hex("l", "0000019500000000")],
  ["the digits of a number", text("1740816000000")],
  ["another text", text("yesterday")],
  ["an empty text", text("")],
  ["nothing", hex("V", "")],
  ["true", hex("t", "01")],
  ["zero", hex("I", "00000000")],
  ["a time before 1970", hex("l", "ffffffffffffffff")],
  ["the largest number", hex("l", "7fffffffffffffff")],
  ["a fraction", hex("d", "3fe0000000000000")],
  ["an endless number", hex("d", "7ff0000000000000")],
  ["a list of digits", list(text("5"))],
  ["a time of AMQP", hex("T", "0000000067c2f5c0")],
];

describeWith("rabbitmq", "the trails of events", ({ rabbitmq: url }) => {
  it("recognise a parked copy as the published message, whatever its sender wrote", async () => {
    const names: QueueNames = {
      ...{ prefix: `${uniqueName()}.`, entryQueue: uniqueName(), exitQueue: uniqueName() },
    };
    const topology = pipelineTopology(names, "classic");
    const log = { warn: () => undefined, info: () => undefined };
    const broker = await openAmqpBroker({ url, topology, clientName: "test", log });
    const lot = new ParkingLot(broker, parkingExchangesOf(names), systemClock);
    const read = async (trail: EventTrail) => {
      const copies = new Map<string, number | undefined>();
      await trail.read(({ event, publishedAtMs }) => void copies.set(event.id, publishedAtMs));
      return copies;
    };
    const park = async (delivery: Delivery) => {
      const trace = { traceId: "1".repeat(32), spanId: "1".repeat(16), parentSpanId: undefined };
      const message = {
        ...{ eventType: "entry" as const, delivery, way: "published" as const },
        trace: { ...trace, isSampled: false },
      };
      await lot.park(message, new TooLateError("e", 0));
      delivery.ack();
    };
    try {
      const taken: string[] = [];
      for (const [id, value] of TIMES) {
        const event = { id, vehicle_plate: "AB123CD", entry_date_time: "2026-03-01T08:00:00Z" };
        const answer = await publishRaw(url, {
          exchange: eventExchangesOf(names).entry,
          body: JSON.stringify(event),
          headers: field(HEADERS.publishedAt, value),
        });
        if (answer === "confirmed") taken.push(id);
      }
      const parking: Promise<void>[] = [];
      await broker.consume(
        names.entryQueue,
        { prefetch: 100 },
        (one) => void parking.push(park(one)),
      );
      await expect.poll(() => parking.length).toBeGreaterThanOrEqual(taken.length);
      await Promise.all(parking);
      const published = await read(createAuditTrail(url, names, DEFAULT_READING));
      const parked = await read(createUnacceptedTrail(url, names, DEFAULT_READING));
      expect(taken.length).toBeGreaterThan(8);
      expect(taken.map((id) => [id, parked.get(id)])).toEqual(
        taken.map((id) => [id, published.get(id)]),
      );
    } finally {
      await broker.close();
      await deleteTopology(url, topology);
    }
  });
});
