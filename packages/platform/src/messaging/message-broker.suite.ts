import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { QueueMissingError, UnroutableError } from "./errors.js";
import type { MessageBroker } from "./message-broker.js";
import {
  bodiesOf,
  type BrokerUnderTest,
  clientOf,
  queueNamesUnder,
  topologyOf,
  until,
} from "./message-broker.fixture.js";
import type { Topology } from "./topology.js";

/** What every adapter of the broker port does. */
export function describeMessageBroker(name: string, open: () => BrokerUnderTest): void {
  describe(name, () => {
    const prefix = `boomgate_test_${Math.random().toString(36).slice(2)}.`;
    const names = queueNamesUnder(prefix);
    const { work, copies, events, fan, back } = names;
    let under: BrokerUnderTest;
    let topology: Topology;
    let broker: MessageBroker;

    beforeEach(async () => {
      under = open();
      topology = topologyOf(names, under.queueArguments);
      broker = await under.open(topology);
    });
    afterEach(async () => {
      await broker.close();
      await under.remove(topology);
    });

    const { aMessage, publish, consume } = clientOf(() => broker, work);

    it("delivers body and properties as they were published", async () => {
      const body = Buffer.from([0, 255, 10, 0xc3]);
      const properties = {
        messageId: "m1",
        timestampMs: 1_763_683_200_000,
        appId: "gate",
        contentType: "application/json",
        headers: { "x-published-at": 1_763_683_200_123, traceparent: "00-ab-cd-01" },
      };
      await broker.publish(aMessage("", { body, ...properties }));
      const { deliveries, got } = await consume();
      await got(1);
      expect(deliveries[0]).toMatchObject({ ...properties, queue: work, redelivered: false });
      expect(deliveries[0]?.body.equals(body)).toBe(true);
    });

    it("delivers a message without any properties", async () => {
      await publish("bare");
      const { deliveries, got } = await consume();
      await got(1);
      const [delivery] = deliveries;
      expect(delivery).toMatchObject({ headers: {} });
      expect(delivery?.messageId ?? delivery?.timestampMs ?? delivery?.appId).toBeUndefined();
    });

    it("keeps the order of publishing", async () => {
      const bodies = Array.from({ length: 200 }, (_, index) => String(index));
      await publish(...bodies);
      const { deliveries, got } = await consume();
      await got(200);
      expect(bodiesOf(deliveries)).toEqual(bodies);
    });

    it("has no more in hand than the prefetch", async () => {
      await publish("1", "2", "3", "4", "5");
      const { deliveries, got } = await consume({ prefetch: 2, ack: false });
      await got(2);
      await sleep(50);
      expect(bodiesOf(deliveries)).toEqual(["1", "2"]);
      deliveries[0]?.ack();
      await got(3);
      expect(bodiesOf(deliveries)).toEqual(["1", "2", "3"]);
      expect(await broker.depth(work)).toBe(2);
    });

    it("delivers a released message again, and says so", async () => {
      await publish("again");
      const { deliveries, got } = await consume({ ack: false });
      await got(1);
      deliveries[0]?.release();
      await got(2);
      expect(deliveries.map(({ redelivered }) => redelivered)).toEqual([false, true]);
    });

    it("knows no depth of a queue that nobody declared", async () => {
      const depth = broker.depth(`${prefix}missing`);
      await expect(depth).rejects.toThrow(new QueueMissingError(`${prefix}missing`));
      expect(await broker.depth(work)).toBe(0);
    });

    it("settles a delivery once, whatever is asked of it later", async () => {
      await publish("one", "two");
      const { deliveries, got } = await consume({ prefetch: 1, ack: false });
      await got(1);
      deliveries[0]?.ack();
      deliveries[0]?.ack();
      deliveries[0]?.release();
      await got(2);
      deliveries[1]?.ack();
      await until(async () => (await broker.depth(work)) === 0);
      await sleep(30);
      expect(bodiesOf(deliveries)).toEqual(["one", "two"]);
    });

    it("acks messages in any order", async () => {
      await publish("1", "2", "3", "4");
      const { deliveries, got, subscription } = await consume({ ack: false });
      await got(4);
      for (const index of [3, 1, 0]) deliveries[index]?.ack();
      await subscription.cancel();
      deliveries[2]?.release();
      await until(async () => (await broker.depth(work)) === 1);
      const rest = await consume();
      await rest.got(1);
      expect(bodiesOf(rest.deliveries)).toEqual(["3"]);
    });

    it("shares a queue among its consumers", async () => {
      const [one, other] = await Promise.all([
        consume({ prefetch: 1, ack: false }),
        consume({ prefetch: 1, ack: false }),
      ]);
      await publish("a", "b", "c");
      await Promise.all([one.got(1), other.got(1)]);
      expect(bodiesOf([...one.deliveries, ...other.deliveries]).toSorted()).toEqual(["a", "b"]);
    });

    it("says through which exchange a message came", async () => {
      await broker.publish(aMessage("x", { exchange: events, routingKey: "job.plain" }));
      await publish("y");
      const { deliveries, got } = await consume();
      await got(2);
      expect(deliveries.map(({ exchange, routingKey }) => [exchange, routingKey])).toEqual([
        [events, "job.plain"],
        ["", work],
      ]);
    });

    it("routes by topic, one copy to each queue", async () => {
      await broker.publish(aMessage("x", { exchange: events, routingKey: "job.plain" }));
      await broker.publish(aMessage("y", { exchange: events, routingKey: "job.copied" }));
      await until(async () => (await broker.depth(work)) === 2);
      expect(await broker.depth(copies)).toBe(1);
    });

    it.each([
      ["a key nobody is bound to", () => ({ exchange: events, routingKey: "other" })],
      ["a queue that does not exist", () => ({ exchange: "", routingKey: `${prefix}none` })],
    ])("refuses %s", async (_name, target) => {
      await expect(broker.publish(aMessage("lost", target()))).rejects.toThrow(UnroutableError);
      await expect(publish("fine")).resolves.toBeDefined();
    });

    it("brings a message back after its delay, to the queue its key names", async () => {
      const startedMs = performance.now();
      await broker.publish(
        aMessage("later", { exchange: fan, routingKey: work, headers: { "x-attempt": 1 } }),
      );
      const { deliveries, got } = await consume();
      await got(1);
      expect(performance.now() - startedMs).toBeGreaterThanOrEqual(150);
      expect(deliveries[0]).toMatchObject({
        queue: work,
        exchange: back,
        routingKey: work,
        headers: { "x-attempt": 1 },
      });
    });

    it("delivers nothing more after a cancel, and settles what is in hand", async () => {
      await publish("1", "2", "3");
      const { deliveries, got, subscription } = await consume({ prefetch: 2, ack: false });
      await got(2);
      await subscription.cancel();
      expect(subscription.isConsuming).toBe(false);
      for (const delivery of deliveries) delivery.ack();
      await publish("4");
      await sleep(50);
      expect(deliveries).toHaveLength(2);
      expect(await broker.depth(work)).toBe(2);
    });

    it("confirms thousands of messages published at once", async () => {
      const bodies = Array.from({ length: 3_000 }, (_, index) => String(index));
      await publish(...bodies);
      const { deliveries, got } = await consume({ prefetch: 500 });
      await got(3_000);
      expect(bodiesOf(deliveries)).toEqual(bodies);
      await until(async () => (await broker.depth(work)) === 0);
    });

    it("is connected until it is closed", async () => {
      expect(broker.state).toEqual({ connected: true, blocked: false });
      await broker.close();
      expect(broker.state.connected).toBe(false);
    });
  });
}
