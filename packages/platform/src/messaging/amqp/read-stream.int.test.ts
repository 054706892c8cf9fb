import { setTimeout as sleep } from "node:timers/promises";
import { deleteTopology, startTcpProxy, uniqueName } from "@boomgate/testing";
import { describeWith } from "@boomgate/testing/vitest";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { MessageBroker } from "../message-broker.js";
import type { Topology } from "../topology.js";
import { openAmqpBroker } from "./amqp-broker.js";
import { appendToStream, readStream, StreamMissingError } from "./read-stream.js";

describeWith("rabbitmq", "a stream", ({ rabbitmq: url }) => {
  const warnings: string[] = [];
  const log = {
    warn: (_: object, text: string) => void warnings.push(text),
    info: () => undefined,
  };
  let topology: Topology & { streams: object };
  let exchange: string;
  let stream: string;
  let queue: string;
  let broker: MessageBroker | undefined;

  beforeEach(() => {
    exchange = uniqueName();
    stream = uniqueName();
    queue = uniqueName();
    warnings.length = 0;
    topology = {
      exchanges: [
        { name: exchange, type: "topic" },
        { name: stream, type: "fanout" },
      ],
      queues: [{ name: queue, arguments: {} }],
      bindings: [{ exchange, key: "entry", queue }],
      streams: [
        {
          name: stream,
          arguments: { "x-queue-type": "stream" },
          bindings: [
            { exchange, key: "entry" },
            { exchange: stream, key: "" },
          ],
        },
      ],
    };
  });
  afterEach(async () => {
    await broker?.close();
    await deleteTopology(url, topology);
  });

  const open = async (given: Topology = topology) => {
    broker = await openAmqpBroker({ url, topology: given, clientName: "test", log });
    return broker;
  };
  const readAll = async () => {
    const read: string[] = [];
    await readStream(url, stream, ({ routingKey, body }) => {
      read.push(`${routingKey} ${body.toString()}`);
    });
    return read;
  };

  it("gives all that went through the exchange, again and again", async () => {
    const to = await open();
    const numbers = Array.from({ length: 5_000 }, (_, index) => index);
    await Promise.all(
      numbers.map((number) =>
        to.publish({ exchange, routingKey: "entry", body: Buffer.from(`${number}`), headers: {} }),
      ),
    );
    const wanted = numbers.map((number) => `entry ${number}`);
    await expect(readAll()).resolves.toEqual(wanted);
    await expect(readAll()).resolves.toEqual(wanted);
    await expect(to.depth(queue)).resolves.toBe(5_000);
  });

  it("takes a message of its own", async () => {
    await open();
    await expect(readAll()).resolves.toEqual([]);
    await appendToStream(url, stream, Buffer.from("epoch"));
    await expect(readAll()).resolves.toEqual([" epoch"]);
  });

  it("passes over no event that bears the header of a mark", async () => {
    const to = await open();
    const headers = { "x-end-of-reading": "a mark of somebody else" };
    await to.publish({ exchange, routingKey: "entry", body: Buffer.from("1"), headers });
    await expect(readAll()).resolves.toEqual(["entry 1"]);
    await expect(readAll()).resolves.toEqual(["entry 1"]);
  });

  it("is known to have forgotten its oldest messages", async () => {
    const limits = { "x-max-length-bytes": 60_000, "x-stream-max-segment-size-bytes": 30_000 };
    const to = await open({
      ...topology,
      streams: [
        {
          name: stream,
          arguments: { "x-queue-type": "stream", ...limits },
          bindings: [
            { exchange, key: "entry" },
            { exchange: stream, key: "" },
          ],
        },
      ],
    });
    const body = Buffer.alloc(20_000);
    const message = { exchange, routingKey: "entry", body, headers: {} };
    const { isCut } = await readStream(url, stream, () => undefined);
    expect(isCut).toBe(false);
    for (let count = 0; count < 12; count += 1) await to.publish(message);
    let left = 0;
    const read = await readStream(url, stream, () => void (left += 1));
    expect(left).toBeLessThan(12);
    expect(read.isCut).toBe(true);
  });

  it("takes nothing, and ends no reading, without a way to it", async () => {
    const unbound = { name: stream, arguments: { "x-queue-type": "stream" } };
    const bindings = [{ exchange, key: "entry" }];
    await open({ ...topology, streams: [{ ...unbound, bindings }] });
    await expect(appendToStream(url, stream, Buffer.from("1"))).rejects.toThrow("not bound");
    await expect(readAll()).rejects.toThrow("not bound");
  });

  it("is missed by name", async () => {
    await expect(readAll()).rejects.toThrow(StreamMissingError);
    await expect(appendToStream(url, stream, Buffer.from("epoch"))).rejects.toThrow(stream);
  });

  it("is logged as missing where it cannot be declared, and all else works", async () => {
    const unknown = { "x-queue-type": "nobody knows this type" };
    const to = await open({
      ...topology,
      streams: [{ name: stream, arguments: unknown, bindings: [{ exchange, key: "entry" }] }],
    });
    await to.publish({ exchange, routingKey: "entry", body: Buffer.from("1"), headers: {} });
    expect(warnings).toContain(`there is no stream ${stream}`);
    await expect(readAll()).rejects.toThrow(StreamMissingError);
  });

  it("is given up, and not waited for, when the connection is cut at any moment", async () => {
    await open();
    const proxy = await startTcpProxy(url);
    for (let turn = 0; turn < 24; turn += 1) {
      const work =
        turn % 2 === 0
          ? readStream(proxy.url, stream, () => undefined)
          : appendToStream(proxy.url, stream, Buffer.from("1"));
      const end = work.then(
        () => "done",
        () => "given up",
      );
      await sleep(turn * 8);
      proxy.cut();
      expect(["done", "given up"]).toContain(await end);
    }
    await proxy.stop();
  }, 30_000);

  it("is given up when the broker stalls at any moment", async () => {
    await open();
    const startedMs = performance.now();
    const tries = Array.from({ length: 12 }, async (_, turn) => {
      const proxy = await startTcpProxy(url);
      const work =
        turn % 2 === 0
          ? readStream(proxy.url, stream, () => undefined)
          : appendToStream(proxy.url, stream, Buffer.from("1"));
      const end = work.then(
        () => "done",
        () => "given up",
      );
      await sleep(turn * 8);
      proxy.stall();
      const outcome = await end;
      await proxy.stop();
      return outcome;
    });
    const outcomes = await Promise.all(tries);
    expect(outcomes).toContain("given up");
    expect(performance.now() - startedMs).toBeLessThan(25_000);
  }, 40_000);

  it("is used as it is when it exists with other arguments", async () => {
    await (await open()).close();
    const other = { "x-queue-type": "stream", "x-max-age": "1h" };
    await open({ ...topology, streams: [{ name: stream, arguments: other, bindings: [] }] });
    expect(warnings).toEqual([]);
    await expect(readAll()).resolves.toEqual([]);
  });
});
