import { setTimeout as sleep } from "node:timers/promises";
import { deleteTopology, startTcpProxy, type TcpProxy, uniqueName } from "@boomgate/testing";
import { describeWith } from "@boomgate/testing/vitest";
import { connect } from "amqplib";
import { afterEach, beforeEach, expect, it } from "vitest";
import { PublisherFullError, PublishNotConfirmedError } from "../errors.js";
import type { MessageBroker } from "../message-broker.js";
import { type AmqpBrokerOptions, openAmqpBroker } from "./amqp-broker.js";

const until = async (isTrue: () => boolean | Promise<boolean>) => {
  while (!(await isTrue())) await sleep(10);
};
const secondsSince = (startedMs: number) => (performance.now() - startedMs) / 1_000;

describeWith("rabbitmq", "a broker that stalls", ({ rabbitmq: url }) => {
  let proxy: TcpProxy;
  let queue: string;
  let broker: MessageBroker | undefined;
  const topology = () => ({
    exchanges: [],
    queues: [{ name: queue, arguments: { "x-queue-type": "classic" } }],
    bindings: [],
  });

  beforeEach(async () => {
    proxy = await startTcpProxy(url);
    queue = uniqueName();
  });
  afterEach(async () => {
    await broker?.close();
    broker = undefined;
    await proxy.stop();
    await deleteTopology(url, topology());
  });

  const open = async (overrides: Partial<AmqpBrokerOptions> = {}) => {
    broker = await openAmqpBroker({
      url: proxy.url,
      topology: topology(),
      clientName: "test",
      log: { warn: () => undefined, info: () => undefined },
      ...overrides,
    });
    return broker;
  };
  const publish = (to: MessageBroker, body: string) =>
    to.publish({ exchange: "", routingKey: queue, body: Buffer.from(body), headers: {} });
  /** What lies in the queue, in its order. */
  const bodies = async () => {
    const connection = await connect(url);
    const channel = await connection.createChannel();
    const found: string[] = [];
    for (;;) {
      const message = await channel.get(queue, { noAck: true });
      if (message === false) break;
      found.push(String(message.content));
    }
    await connection.close();
    return found;
  };

  it("is left for a new connection when a confirm is overdue", async () => {
    const one = await open({ confirmTimeoutMs: 500 });
    proxy.stall();
    const startedMs = performance.now();
    const published = expect(publish(one, "lost?")).rejects.toThrow(PublishNotConfirmedError);
    await until(() => !one.state.connected);
    await published;
    expect(secondsSince(startedMs)).toBeLessThan(5);
    proxy.flow();
    await publish(one, "next");
    expect(one.state).toEqual({ connected: true, blocked: false });
  });

  it("is left within seconds when nothing is published, too, and consumed from again", async () => {
    const one = await open({ heartbeatSeconds: 1 });
    const got: string[] = [];
    await one.consume(queue, { prefetch: 10 }, (delivery) => {
      got.push(String(delivery.body));
      delivery.ack();
    });
    proxy.stall();
    const startedMs = performance.now();
    await until(() => !one.state.connected);
    expect(secondsSince(startedMs)).toBeLessThan(10);
    proxy.flow();
    await until(() => one.state.connected);
    await publish(one, "again");
    await until(() => got.includes("again"));
  });

  it("is not waited for without limit during the handshake", async () => {
    proxy.stall();
    const warnings: string[] = [];
    const log = {
      warn: (_: object, text: string) => void warnings.push(text),
      info: () => undefined,
    };
    const opening = open({ answerTimeoutMs: 300, log });
    await until(() => warnings.length >= 2);
    proxy.flow();
    await publish(await opening, "late");
  });

  it("is not waited for while queues are declared", async () => {
    const queues = Array.from({ length: 200 }, (_, index) => ({
      name: `${queue}.${index}`,
      arguments: { "x-queue-type": "classic" },
    }));
    const many = { exchanges: [], queues, bindings: [] };
    const causes: unknown[] = [];
    const log = {
      warn: (fields: object) => void causes.push((fields as { err?: Error }).err?.message),
      info: () => undefined,
    };
    const opening = open({ topology: many, answerTimeoutMs: 1_000, log });
    const counting = await connect(url);
    const channel = await counting.createChannel();
    channel.on("error", () => undefined);
    await until(async () => {
      const one = await counting.createChannel();
      one.on("error", () => undefined);
      const isThere = await one.checkQueue(`${queue}.3`).then(
        () => true,
        () => false,
      );
      await one.close().catch(() => undefined);
      return isThere;
    });
    proxy.stall();
    await until(() => causes.length >= 1);
    expect(causes[0]).toMatch(/within 1 s/);
    proxy.flow();
    await opening;
    await counting.close();
    await deleteTopology(url, many);
  });

  it("does not hold up the end of a process", async () => {
    const one = await open();
    await one.consume(queue, { prefetch: 10 }, () => undefined);
    proxy.stall();
    const startedMs = performance.now();
    const published = expect(publish(one, "lost?")).rejects.toThrow(PublishNotConfirmedError);
    await one.close();
    await published;
    expect(secondsSince(startedMs)).toBeLessThan(12);
  });

  it("fails to give a depth when the broker does not answer in time", async () => {
    const one = await open({ answerTimeoutMs: 300 });
    proxy.stall();
    await expect(one.depth(queue)).rejects.toThrow(/within 0.3 s/);
    proxy.flow();
    await until(async () => (await one.depth(queue).catch(() => -1)) === 0);
  });

  it("leaves 8,000 that wait in their place when the channel is closed", async () => {
    const one = await open({ publishWindow: 10 });
    proxy.stall();
    const outcomes = Array.from({ length: 8_000 }, (_, index) =>
      publish(one, String(index)).then(
        () => index,
        (error: unknown) => error,
      ),
    );
    await sleep(50);
    proxy.cut();
    proxy.flow();
    const settled = await Promise.all(outcomes);
    const failed = settled.filter((outcome) => typeof outcome !== "number");
    expect(failed).toHaveLength(10);
    for (const error of failed) expect(error).toBeInstanceOf(PublishNotConfirmedError);
    const sent = Array.from({ length: 7_990 }, (_, index) => String(index + 10));
    expect((await bodies()).slice(-7_990)).toEqual(sent);
  });

  it("leaves those that wait in their place when the broker closes the channel for one of them", async () => {
    const one = await open({ publishWindow: 10 });
    const nowhere = { exchange: uniqueName(), routingKey: "x", body: Buffer.from(""), headers: {} };
    const refused = expect(one.publish(nowhere)).rejects.toThrow(PublishNotConfirmedError);
    const settled = Promise.allSettled(
      Array.from({ length: 8_000 }, (_, index) => publish(one, String(index))),
    );
    await refused;
    const failed = (await settled).filter(({ status }) => status === "rejected");
    expect(failed.length).toBeLessThan(10);
    const numbers = (await bodies()).map(Number);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(numbers.length).toBeGreaterThanOrEqual(8_000 - failed.length);
  });

  it("is given no more than it can be given later", async () => {
    const one = await open({ publishWindow: 10, mostWaiting: 100 });
    proxy.refuse();
    await until(() => !one.state.connected);
    const settled = Promise.allSettled(
      Array.from({ length: 150 }, (_, index) => publish(one, String(index))),
    );
    await sleep(50);
    proxy.accept();
    const refused = (await settled).flatMap((each) =>
      each.status === "rejected" ? [each.reason as unknown] : [],
    );
    expect(refused).toHaveLength(50);
    for (const reason of refused) expect(reason).toBeInstanceOf(PublisherFullError);
    expect(await bodies()).toEqual(Array.from({ length: 100 }, (_, index) => String(index)));
  });

  it("refuses a message that cannot be encoded, and no other", async () => {
    const one = await open();
    const headers = { big: "x".repeat(2_000_000) };
    const body = Buffer.from("");
    const bad = one.publish({ exchange: "", routingKey: queue, body, headers });
    const good = publish(one, "good");
    await expect(bad).rejects.toThrow(PublishNotConfirmedError);
    await expect(good).resolves.toBeUndefined();
  });
});
