import { setTimeout as sleep } from "node:timers/promises";
import type { Delivery, MessageBroker, OutgoingMessage } from "./message-broker.js";
import type { Topology } from "./topology.js";

export interface BrokerUnderTest {
  /** One more client of the same broker, where that can be; declares the topology. */
  open(topology: Topology): Promise<MessageBroker>;
  /** Removes what the topology named. */
  remove(topology: Topology): Promise<void>;
  /** Arguments every queue of the test gets. */
  readonly queueArguments: Readonly<Record<string, string | number>>;
}

export const until = async (isTrue: () => boolean | Promise<boolean>) => {
  while (!(await isTrue())) await sleep(5);
};

export const bodiesOf = (deliveries: readonly Delivery[]) =>
  deliveries.map(({ body }) => body.toString());

export const queueNamesUnder = (prefix: string) => ({
  work: `${prefix}work`,
  copies: `${prefix}copies`,
  later: `${prefix}later`,
  events: `${prefix}events`,
  fan: `${prefix}fan`,
  back: `${prefix}back`,
});

/** A queue `work` with a second one for copies, and one that returns a message to `work` after a delay. */
export const topologyOf = (
  { work, copies, later, events, fan, back }: ReturnType<typeof queueNamesUnder>,
  given: BrokerUnderTest["queueArguments"],
): Topology => ({
  exchanges: [
    { name: events, type: "topic" },
    { name: fan, type: "fanout" },
    { name: back, type: "direct" },
  ],
  queues: [
    { name: work, arguments: given },
    { name: copies, arguments: given },
    {
      name: later,
      arguments: { ...given, "x-message-ttl": 200, "x-dead-letter-exchange": back },
    },
  ],
  bindings: [
    { exchange: events, key: "job.*", queue: work },
    { exchange: events, key: "job.copied", queue: copies },
    { exchange: fan, key: "", queue: later },
    { exchange: back, key: work, queue: work },
  ],
});

/** What a test does with the broker; messages go to `work`, and are consumed there, where it names no other. */
export function clientOf(broker: () => MessageBroker, work: string) {
  const aMessage = (body: string, more: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
    exchange: "",
    routingKey: work,
    body: Buffer.from(body),
    headers: {},
    ...more,
  });
  const publish = (...bodies: string[]) =>
    Promise.all(bodies.map((body) => broker().publish(aMessage(body))));
  /** Collects deliveries, and acks them unless `ack` is false. */
  const consume = async (options: { prefetch?: number; ack?: boolean; queue?: string } = {}) => {
    const { prefetch = 10, ack = true, queue = work } = options;
    const deliveries: Delivery[] = [];
    const subscription = await broker().consume(queue, { prefetch }, (delivery) => {
      deliveries.push(delivery);
      if (ack) delivery.ack();
    });
    return {
      deliveries,
      subscription,
      got: (count: number) => until(() => deliveries.length >= count),
    };
  };
  return { aMessage, publish, consume };
}
