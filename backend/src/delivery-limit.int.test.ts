import { pipelineTopology } from "@boomgate/contracts";
import { type DroppingQueue, openAmqpBroker } from "@boomgate/platform/messaging";
import { deleteTopology, uniqueName } from "@boomgate/testing";
import { describeWith } from "@boomgate/testing/vitest";
import { connect } from "amqplib";
import { afterEach, beforeEach, expect, it } from "vitest";

/** One more than RabbitMQ from 4.0 on allows by default. */
const ENDS = 22;
const EVENTS = 20;

describeWith(
  "rabbitmq",
  "events in hand of a backend that ends again and again",
  ({ rabbitmq }) => {
    const names = () => {
      const prefix = `${uniqueName()}.`;
      return {
        prefix,
        entryQueue: `${prefix}vehicle_entries`,
        exitQueue: `${prefix}vehicle_exits`,
      };
    };
    let topology: ReturnType<typeof pipelineTopology>;
    let queue: string;
    beforeEach(() => {
      const own = names();
      topology = pipelineTopology(own, "quorum");
      queue = own.exitQueue;
    });
    afterEach(() => deleteTopology(rabbitmq, topology));

    const dropping: DroppingQueue[] = [];
    const open = () =>
      openAmqpBroker({
        url: rabbitmq,
        topology,
        clientName: "test",
        log: { warn: () => undefined, info: () => undefined },
        onDropping: (queues) => void dropping.push(...queues),
      });

    it("are all there", async () => {
      const publisher = await open();
      const body = Buffer.from("{}");
      const message = { exchange: "", routingKey: queue, body, headers: {} };
      await Promise.all(Array.from({ length: EVENTS }, () => publisher.publish(message)));
      for (let end = 0; end < ENDS; end += 1) {
        const connection = await connect(rabbitmq);
        const channel = await connection.createChannel();
        let inHand = 0;
        await channel.consume(queue, () => void (inHand += 1));
        await expect.poll(() => inHand, { interval: 5 }).toBe(EVENTS);
        await connection.close();
      }
      await expect.poll(() => publisher.depth(queue)).toBe(EVENTS);
      expect(dropping).toEqual([]);
      await publisher.close();
    });

    it.each([
      ["a limit of its own", { "x-delivery-limit": 5 }, 5],
      [
        "a limit, and more",
        { "x-delivery-limit": 5, "x-max-length": 10, "x-overflow": "drop-head" },
        5,
      ],
      [
        "a limit, and a place for what it takes",
        { "x-delivery-limit": 5, "x-dead-letter-exchange": "" },
        0,
      ],
      ["no limit worth speaking of", { "x-delivery-limit": 1_500_000 }, 0],
    ])("are known to be lost by a queue that was declared with %s", async (_name, given, limit) => {
      const connection = await connect(rabbitmq);
      const channel = await connection.createChannel();
      const quorum = { "x-queue-type": "quorum", ...given };
      await channel.assertQueue(queue, { durable: true, arguments: quorum });
      await connection.close();
      dropping.length = 0;
      await (await open()).close();
      const wanted = limit === 0 ? [] : [{ name: queue, afterDeliveries: limit }];
      expect(dropping.filter(({ name }) => name === queue)).toEqual(wanted);
    });
  },
);
