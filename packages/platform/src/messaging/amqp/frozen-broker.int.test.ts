import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startRabbitmq, type StartedService, uniqueName } from "@boomgate/testing";
import { describeWithProgram } from "@boomgate/testing/vitest";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { PublishNotConfirmedError, PublishRefusedError } from "../errors.js";
import type { MessageBroker } from "../message-broker.js";
import { openAmqpBroker } from "./amqp-broker.js";

const until = async (isTrue: () => boolean | Promise<boolean>) => {
  while (!(await isTrue())) await sleep(10);
};
const secondsSince = (startedMs: number) => (performance.now() - startedMs) / 1_000;

describeWithProgram("rabbitmq-server", "a broker of its own", () => {
  const folder = mkdtempSync(join(tmpdir(), "boomgate-stalled-"));
  let service: StartedService;
  let broker: MessageBroker | undefined;
  const log = { warn: () => undefined, info: () => undefined };
  const queue = uniqueName();
  const quorum = { name: queue, arguments: { "x-queue-type": "quorum" } };

  beforeAll(async () => {
    const login = { user: "camera", password: "camera", virtualHost: "/" };
    const rights = { configure: ".*", write: "^(?!forbidden)", read: ".*" };
    const definitions = join(folder, "definitions.json");
    writeFileSync(
      definitions,
      JSON.stringify({
        users: [{ name: login.user, password: login.password, tags: "" }],
        vhosts: [{ name: "/" }],
        permissions: [{ user: login.user, vhost: "/", ...rights }],
      }),
    );
    service = await startRabbitmq({ config: [`load_definitions = ${definitions}`], login });
  });
  afterEach(async () => {
    await broker?.close();
    broker = undefined;
  });
  afterAll(async () => {
    await service.stop();
    rmSync(folder, { recursive: true });
  });

  it("is left when its process is frozen, and used again once it goes on", async () => {
    broker = await openAmqpBroker({
      url: service.url,
      topology: { exchanges: [], queues: [quorum], bindings: [] },
      clientName: "test",
      log,
    });
    const one = broker;
    await service.kill("SIGSTOP");
    const startedMs = performance.now();
    await until(() => !one.state.connected);
    expect(secondsSince(startedMs)).toBeLessThan(20);
    await service.kill("SIGCONT");
    await one.publish({ exchange: "", routingKey: queue, body: Buffer.from("x"), headers: {} });
  });

  it("says which message it refuses, and why", async () => {
    const forbidden = { name: "forbidden", type: "topic" as const };
    broker = await openAmqpBroker({
      url: service.url,
      topology: { exchanges: [forbidden], queues: [quorum], bindings: [] },
      clientName: "test",
      log,
    });
    const message = { routingKey: queue, body: Buffer.from("x"), headers: {} };
    const [allowed, refused] = await Promise.allSettled([
      broker.publish({ exchange: "", ...message }),
      broker.publish({ exchange: "forbidden", ...message }),
    ]);
    const { reason } = refused as PromiseRejectedResult;
    expect(reason).toBeInstanceOf(PublishRefusedError);
    expect((reason as Error).message).toContain("ACCESS_REFUSED");
    // It may have been on its way when the channel was closed, and is not what was refused.
    if (allowed?.status === "rejected") {
      expect(allowed.reason).toBeInstanceOf(PublishNotConfirmedError);
    }
    await broker.publish({ exchange: "", ...message });
  });
});

describeWithProgram("rabbitmq-server", "a broker short of memory", () => {
  let service: StartedService;
  beforeAll(async () => {
    service = await startRabbitmq({ config: ["vm_memory_high_watermark.absolute = 1MB"] });
  });
  afterAll(() => service.stop());

  it("owes no confirm, and is given no more than can wait", async () => {
    const queue = uniqueName();
    const queues = [{ name: queue, arguments: { "x-queue-type": "classic" } }];
    const one = await openAmqpBroker({
      url: service.url,
      topology: { exchanges: [], queues, bindings: [] },
      clientName: "test",
      log: { warn: () => undefined, info: () => undefined },
      ...{ publishWindow: 10, mostWaiting: 50, confirmTimeoutMs: 400 },
    });
    const message = { exchange: "", routingKey: queue, body: Buffer.from("x"), headers: {} };
    const settled: PromiseSettledResult<void>[] = [];
    const publish = () =>
      void Promise.allSettled([one.publish(message)]).then(([outcome]) => settled.push(outcome));
    publish();
    await until(() => one.state.blocked);
    for (let count = 0; count < 100; count += 1) publish();
    await sleep(1_500);
    expect(one.state).toEqual({ connected: true, blocked: true });
    const reasons = settled.map((each) => (each as PromiseRejectedResult).reason as Error);
    expect(new Set(reasons.map(({ name }) => name))).toEqual(new Set(["PublisherFullError"]));
    expect(settled.length).toBeGreaterThanOrEqual(40);
    expect(settled.length).toBeLessThanOrEqual(50);
    await one.close();
  });
});
