import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { eventsOf, isEventArray, pipelineTopology } from "@boomgate/contracts";
import { type Delivery, type MessageBroker, openAmqpBroker } from "@boomgate/platform/messaging";
import { childEnv, deleteKeys, deleteTopology, uniqueName } from "@boomgate/testing";
import { describeWith } from "@boomgate/testing/vitest";
import { afterAll, afterEach, beforeEach, expect, it } from "vitest";
import { writeFloor } from "../floor/floor.fixture.js";
import { readTruth } from "../truth/read-truth.js";

const PROGRAM = fileURLToPath(new URL("../../dist/backfill/main.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "boomgate-backfill-"));
afterAll(() => rmSync(folder, { recursive: true }));

describeWith(["rabbitmq", "redis"], "npm run backfill", ({ rabbitmq, redis }) => {
  const prefix = `${uniqueName()}.`;
  const names = { prefix, entryQueue: `${prefix}entries`, exitQueue: `${prefix}exits` };
  const topology = pipelineTopology(names, "classic");
  let broker: MessageBroker;
  beforeEach(async () => {
    const log = { warn: () => undefined, info: () => undefined };
    broker = await openAmqpBroker({ url: rabbitmq, topology, clientName: "test", log });
  });
  afterEach(async () => {
    await broker.close();
    await deleteTopology(rabbitmq, topology);
    await deleteKeys(`${redis}/1`, prefix);
  });

  // A Saturday: how much traffic the 24 hours before have depends on the day and the hour they end in.
  const start = (...options: readonly string[]) =>
    spawn(process.execPath, [PROGRAM, "--until", "2026-03-07T22:00:00Z", ...options], {
      env: childEnv({
        AMQP_URL: rabbitmq,
        TOPOLOGY_PREFIX: prefix,
        ENTRY_QUEUE: names.entryQueue,
        EXIT_QUEUE: names.exitQueue,
        QUEUE_TYPE: "classic",
        REDIS_URL: redis,
        STORE_KEY_PREFIX: prefix,
      }),
      stdio: ["ignore", "pipe", "pipe"],
    });

  it("publishes every read of its truth file while there is a consumer", async () => {
    const ids = new Set<string>();
    let count = 0;
    for (const queue of [names.entryQueue, names.exitQueue]) {
      await broker.consume(queue, { prefetch: 500 }, (delivery) => {
        for (const id of idsOf(delivery)) {
          count += 1;
          ids.add(id);
        }
        delivery.ack();
      });
    }
    const file = join(folder, "truth.ndjson");
    const child = start("--last", "24h", "--noise", "realistic", "--truth", file);
    let stdout = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    const [code] = (await once(child, "close")) as [number | null];
    expect(code).toBe(0);
    const truth = await readTruth([file]);
    const reads = truth.visits.flatMap(({ entry, exit }) => [...entry.reads, ...exit.reads]);
    expect(stdout).toContain(`${reads.length} events published`);
    expect(reads.length).toBeGreaterThan(1_000);
    await expect.poll(() => ids.size).toBe(reads.length);
    expect(count).toBeGreaterThan(reads.length); // copies
  });

  it("waits without a consumer, and can be stopped then", async () => {
    const child = start("--last", "24h");
    const closed = once(child, "close");
    const queued = () =>
      Promise.all([broker.depth(names.entryQueue), broker.depth(names.exitQueue)]);
    await expect.poll(async () => (await queued())[0]).toBeGreaterThan(10);
    child.kill("SIGTERM");
    expect(await closed).toEqual([1, null]);
  });

  it("refuses a history that begins at or before the floor of the store", async () => {
    await writeFloor(redis, prefix, { text: `${Date.parse("2026-03-06T22:00:00Z")} ` });
    const child = start("--last", "24h");
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    expect(await once(child, "close")).toEqual([1, null]);
    expect(stderr).toMatch(
      /history from 2026-03-06T22:00:00.000Z on lies at or before 2026-03-06T22:00:00.000Z, .*--last.*new store/,
    );
    expect(await broker.depth(names.entryQueue)).toBe(0);
  });
});

/** Of the events of a message, also of one that is malformed. */
const idsOf = (delivery: Delivery): readonly string[] =>
  isEventArray(delivery.contentType)
    ? eventsOf("event", delivery).map(({ event }) => (event as { readonly id: string }).id)
    : [delivery.messageId ?? ""];
