import { setTimeout as sleep } from "node:timers/promises";
import { deleteTopology, startTcpProxy, type TcpProxy, uniqueName } from "@boomgate/testing";
import { describeWith } from "@boomgate/testing/vitest";
import { afterEach, beforeEach, expect, it } from "vitest";
import { describeMessageBroker } from "../message-broker.suite.js";
import type { Delivery, MessageBroker } from "../message-broker.js";
import type { Topology } from "../topology.js";
import { openAmqpBroker } from "./amqp-broker.js";

const silent = { warn: () => undefined, info: () => undefined };
const clientName = "test";

const until = async (isTrue: () => boolean | Promise<boolean>) => {
  while (!(await isTrue())) await sleep(10);
};

for (const type of ["quorum", "classic"]) {
  describeWith("rabbitmq", `with ${type} queues`, ({ rabbitmq: url }) => {
    describeMessageBroker("the AMQP broker", () => ({
      open: (topology) => openAmqpBroker({ url, topology, clientName, log: silent }),
      remove: (topology) => deleteTopology(url, topology),
      queueArguments: { "x-queue-type": type },
    }));
  });
}

describeWith("rabbitmq", "the AMQP broker when things break", ({ rabbitmq: url }) => {
  let proxy: TcpProxy;
  let topology: Topology;
  let queue: string;
  let broker: MessageBroker | undefined;
  const warnings: string[] = [];
  const log = {
    warn: (_: object, text: string) => void warnings.push(text),
    info: () => undefined,
  };

  beforeEach(async () => {
    proxy = await startTcpProxy(url);
    queue = uniqueName();
    const quorum = { "x-queue-type": "quorum" };
    topology = { exchanges: [], queues: [{ name: queue, arguments: quorum }], bindings: [] };
    warnings.length = 0;
  });
  afterEach(async () => {
    await broker?.close();
    broker = undefined;
    await proxy.stop();
    await deleteTopology(url, topology);
  });

  const open = async (overrides: { topology?: Topology } = {}) => {
    broker = await openAmqpBroker({ url: proxy.url, topology, clientName, log, ...overrides });
    return broker;
  };
  const publish = (to: MessageBroker, body: string) =>
    to.publish({ exchange: "", routingKey: queue, body: Buffer.from(body), headers: {} });
  const consume = async (from: MessageBroker) => {
    const deliveries: Delivery[] = [];
    const subscription = await from.consume(queue, { prefetch: 100 }, (delivery) => {
      deliveries.push(delivery);
    });
    return { deliveries, subscription, bodies: () => deliveries.map(({ body }) => String(body)) };
  };

  it("publishes and consumes again after the connections were cut", async () => {
    const one = await open();
    const { deliveries, bodies, subscription } = await consume(one);
    await publish(one, "before");
    await until(() => deliveries.length === 1);
    proxy.cut();
    await until(() => !one.state.connected);
    await publish(one, "after");
    await until(() => bodies().includes("after"));
    expect(subscription.isConsuming).toBe(true);
    expect(one.state).toEqual({ connected: true, blocked: false });
    // Unacked when the connection went: delivered once more, and said so.
    const again = deliveries.filter(({ body }) => String(body) === "before");
    expect(again.map(({ redelivered }) => redelivered)).toEqual([false, true]);
  });

  it("takes an ack for a channel that is gone for what it is: nothing", async () => {
    const one = await open();
    const { deliveries } = await consume(one);
    await publish(one, "held");
    await until(() => deliveries.length === 1);
    proxy.cut();
    await until(() => deliveries.length === 2);
    deliveries[0]?.ack();
    deliveries[0]?.release();
    await sleep(100);
    // Still in hand by its second delivery: the tag of the first means nothing any more.
    await one.close();
    const other = await open();
    await until(async () => (await other.depth(queue)) === 1);
  });

  it("rejects what was on its way when the connection went, as it may have arrived", async () => {
    const one = await open();
    proxy.stall();
    const published = publish(one, "lost?");
    const outcome = expect(published).rejects.toMatchObject({ name: "PublishNotConfirmedError" });
    await sleep(50);
    proxy.cut();
    proxy.flow();
    await outcome;
    await expect(publish(one, "next")).resolves.toBeUndefined();
  });

  it("says why the broker closed the channel of a publish", async () => {
    const one = await open();
    const nowhere = {
      exchange: uniqueName(),
      routingKey: queue,
      body: Buffer.from(""),
      headers: {},
    };
    const { cause } = (await one.publish(nowhere).catch((error: unknown) => error)) as Error;
    expect(String(cause)).toContain("NOT_FOUND");
  });

  it("waits for a broker that is not there yet", async () => {
    proxy.refuse();
    const opening = open();
    await until(() => warnings.includes("the broker is away, trying again"));
    proxy.accept();
    await expect(publish(await opening, "late")).resolves.toBeUndefined();
  });

  it("gives up waiting when its signal aborts", async () => {
    proxy.refuse();
    const signal = AbortSignal.timeout(100);
    await expect(
      openAmqpBroker({ url: proxy.url, topology, clientName, log, signal }),
    ).rejects.toThrow(/abort|timeout/i);
  });

  it("consumes again when the queue was deleted under it", async () => {
    const one = await open();
    const { deliveries, subscription } = await consume(one);
    await deleteTopology(url, topology);
    await until(() => warnings.includes("the broker cancelled the consumer"));
    await until(() => !subscription.isConsuming);
    await until(() => subscription.isConsuming);
    await publish(one, "new queue");
    await until(() => deliveries.length === 1);
  });

  it("uses a queue with other arguments as it is, and says so", async () => {
    const classic = { name: queue, arguments: { "x-queue-type": "classic" } };
    const first = await open({ topology: { exchanges: [], queues: [classic], bindings: [] } });
    await publish(first, "there");
    await first.close();
    const other = await open();
    expect(warnings).toContain(`queue ${queue} exists with other arguments, used as it is`);
    expect(await other.depth(queue)).toBe(1);
  });

  it("says nothing of the password when the broker refuses it", async () => {
    const wrong = new URL(proxy.url);
    wrong.password = "s3cret-and-wrong";
    const calls: unknown[] = [];
    const heard = new AbortController();
    const warn = (...all: unknown[]) => {
      calls.push(all);
      heard.abort();
    };
    const listening = { warn, info: () => undefined };
    const opening = openAmqpBroker({
      url: wrong.href,
      topology,
      clientName,
      log: listening,
      signal: heard.signal,
    });
    await expect(opening).rejects.toThrow();
    expect(calls.length).toBeGreaterThan(0);
    expect(
      calls
        .flat()
        .map((part) => `${JSON.stringify(part)}${String(part)}`)
        .join(),
    ).not.toContain("s3cret");
  });
});
