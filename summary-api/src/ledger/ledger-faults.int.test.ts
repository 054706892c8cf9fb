import {
  encodeOutcomes,
  OUTCOMES_CONTENT_TYPE,
  outcomesExchangeOf,
  outcomesTopology,
  parkedQueueOf,
  pipelineTopology,
  type QueueNames,
  type ReadOutcome,
} from "@boomgate/contracts";
import { systemClock } from "@boomgate/platform/clock";
import { type MessageBroker, openAmqpBroker } from "@boomgate/platform/messaging";
import { createLogger, createRegistry } from "@boomgate/platform/telemetry";
import {
  deleteTopology,
  type FreshDatabase,
  freshDatabase,
  startTcpProxy,
  type TcpProxy,
  uniqueName,
} from "@boomgate/testing";
import { describeWith } from "@boomgate/testing/vitest";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ZonedCalendar } from "../rollups/calendar.js";
import { aRunningApi } from "../running-api.fixture.js";
import { openPostgresStores } from "../store/postgres/open-postgres-stores.js";
import { aFate } from "../store/reads/reads.fixture.js";
import { createLedgerMetrics } from "../telemetry/ledger-metrics.js";
import { OutcomeConsumer } from "./outcome-consumer.js";

const log = createLogger({ service: "test", level: "silent", showPlates: false });
const READS = 300;
const PATIENCE = { timeout: 30_000, interval: 100 };

describeWith(["rabbitmq", "postgres"], "the ledger over RabbitMQ and PostgreSQL", (urls) => {
  let names: QueueNames;
  let broker: MessageBroker;
  let toBroker: TcpProxy;
  let toDatabase: TcpProxy;
  let database: FreshDatabase;
  const started: { stop: () => Promise<void> }[] = [];

  beforeEach(async () => {
    names = { prefix: `${uniqueName()}.`, entryQueue: uniqueName(), exitQueue: uniqueName() };
    const all = [pipelineTopology(names, "quorum"), outcomesTopology(names, "quorum")] as const;
    const topology = {
      exchanges: all.flatMap(({ exchanges }) => exchanges),
      queues: all.flatMap(({ queues }) => queues),
      bindings: all.flatMap(({ bindings }) => bindings),
    };
    broker = await openAmqpBroker({ url: urls.rabbitmq, topology, clientName: "test", log });
    database = await freshDatabase(urls.postgres);
    toBroker = await startTcpProxy(urls.rabbitmq);
    toDatabase = await startTcpProxy(database.url);
  });
  afterEach(async () => {
    toBroker.accept();
    toDatabase.accept();
    for (const each of started.splice(0)) await each.stop();
    await broker.close();
    await toBroker.stop();
    await toDatabase.stop();
    await database.drop();
    await deleteTopology(urls.rabbitmq, pipelineTopology(names, "quorum"));
    await deleteTopology(urls.rabbitmq, outcomesTopology(names, "quorum"));
  });

  const start = async (parts: Parameters<typeof aRunningApi>[1] = {}) => {
    const env = {
      ...{ LEDGER: "on", AMQP_URL: toBroker.url, DATABASE_URL: toDatabase.url },
      ...{ ENTRY_QUEUE: names.entryQueue, EXIT_QUEUE: names.exitQueue },
      TOPOLOGY_PREFIX: names.prefix,
    };
    const api = await aRunningApi(env, parts);
    started.push(api);
    return api;
  };
  const publish = (...outcomes: readonly ReadOutcome[]) =>
    broker.publish({
      ...{ exchange: outcomesExchangeOf(names), routingKey: "", headers: {} },
      ...{ body: encodeOutcomes(outcomes), contentType: OUTCOMES_CONTENT_TYPE },
      timestampMs: Date.now(),
    });
  /** Each read is published twice, one message each: open, then abandoned by a higher revision; also the other way round. */
  const publishAll = (first = 0) =>
    Promise.all(
      Array.from({ length: READS }, (_, index) => {
        const id = `e${first + index}`;
        const [open, abandoned] = [
          aFate(id, index, { revision: 1 }),
          aFate(id, index, { fate: "abandoned", revision: 2 }),
        ];
        return Promise.all(
          (index % 2 === 0 ? [open, abandoned] : [abandoned, open]).map((one) => publish(one)),
        );
      }),
    );
  const countsOf = async (api: Awaited<ReturnType<typeof start>>) =>
    (await api.read("/api/v1/reads/counts")).body["counts"];
  const abandoned = (count: number) => [{ kind: "entry", state: "abandoned", count }];
  const readyOf = async ({ metricsUrl }: Awaited<ReturnType<typeof start>>) => {
    const answer = await fetch(`${metricsUrl}/readyz`);
    return { status: answer.status, body: (await answer.json()) as unknown };
  };
  const isReady = (api: Awaited<ReturnType<typeof start>>) =>
    expect.poll(() => readyOf(api), PATIENCE).toMatchObject({ body: { ledger: "consuming" } });
  const nothingWaits = async () => {
    await expect.poll(() => broker.depth(outcomesExchangeOf(names)), PATIENCE).toBe(0);
    expect(await broker.depth(parkedQueueOf(names))).toBe(0);
  };

  it("loses and doubles nothing when the broker is lost again and again", async () => {
    const api = await start();
    const publishing = publishAll();
    for (let cut = 0; cut < 3; cut += 1) {
      await systemClock.sleep(150);
      toBroker.cut();
    }
    await publishing;
    await expect.poll(() => countsOf(api), PATIENCE).toEqual(abandoned(READS));
    await nothingWaits();
  });

  it("keeps outcomes in their queue while the broker cannot be reached, is ready meanwhile, and says so", async () => {
    const api = await start();
    await isReady(api);
    toBroker.refuse();
    await expect
      .poll(() => readyOf(api), PATIENCE)
      .toMatchObject({ status: 200, body: { ledger: "away" } });
    await publishAll();
    expect(await countsOf(api)).toEqual([]);
    toBroker.accept();
    await expect.poll(() => countsOf(api), PATIENCE).toEqual(abandoned(READS));
    await nothingWaits();
  });

  it("waits for a database that is away, and parks nothing", async () => {
    const api = await start();
    await publish(aFate("e-first", 0, { fate: "abandoned" }));
    await expect.poll(() => countsOf(api), PATIENCE).toEqual(abandoned(1));
    toDatabase.refuse();
    await publishAll();
    await systemClock.sleep(1_000);
    expect(await broker.depth(parkedQueueOf(names))).toBe(0);
    // What is in hand is not acked, so the broker delivers no more than that.
    expect(await broker.depth(outcomesExchangeOf(names))).toBeGreaterThan(0);
    toDatabase.accept();
    await expect.poll(() => countsOf(api), PATIENCE).toEqual(abandoned(READS + 1));
    await nothingWaits();
  });

  it.each([
    ["the database", () => undefined],
    ["broker and database", () => toBroker.refuse()],
  ])(
    "stops while %s cannot be reached, and the next instance takes what was in hand",
    async (_, leave) => {
      const api = await start();
      await isReady(api);
      toDatabase.refuse();
      await publishAll();
      leave();
      await started.pop()?.stop();
      expect(await broker.depth(parkedQueueOf(names))).toBe(0);
      toDatabase.accept();
      toBroker.accept();
      const next = await start();
      await expect.poll(() => countsOf(next), PATIENCE).toEqual(abandoned(READS));
      await nothingWaits();
    },
  );

  it("logs that its queue was missing where the ledger was used before, and only then", async () => {
    const lines: string[] = [];
    const destination = { write: (line: string) => void lines.push(line) };
    const own = createLogger({ service: "test", level: "error", showPlates: false, destination });
    const startConsuming = async () => {
      const api = await start({ log: own });
      await isReady(api);
      return api;
    };
    await deleteTopology(urls.rabbitmq, outcomesTopology(names, "quorum"));
    const first = await startConsuming();
    await publishAll();
    await expect.poll(() => countsOf(first), PATIENCE).toEqual(abandoned(READS));
    for (const isDeleted of [false, true]) {
      expect(lines).toEqual([]);
      await started.pop()?.stop();
      if (isDeleted) await deleteTopology(urls.rabbitmq, outcomesTopology(names, "quorum"));
      await startConsuming();
    }
    expect(lines.join("")).toContain(
      "the queue of outcomes was missing although the ledger has reads",
    );
  });

  it("is consumed by two instances at once, and each answers for both", async () => {
    const both = [await start(), await start()];
    await publishAll();
    for (const api of both) {
      await expect.poll(() => countsOf(api), PATIENCE).toEqual(abandoned(READS));
      const identity = "kind=entry&lot=main&plate=ab-123-cd&event_id=e7&at=2026-11-20T08:07:00Z";
      const { body } = await api.read(`/api/v1/reads?${identity}`);
      expect(body).toMatchObject({ reads: [{ event_id: "e7", revision: 2 }], next_cursor: null });
    }
    await nothingWaits();
  });

  it("has the same rows when the process is lost between commit and ack", async () => {
    const stores = await openPostgresStores({
      ...{ url: database.url, poolSize: 2, log, calendar: new ZonedCalendar("UTC") },
      now: () => new Date(),
    });
    started.push({ stop: () => stores.close() });
    const consuming = await openAmqpBroker({
      ...{
        url: toBroker.url,
        topology: outcomesTopology(names, "quorum"),
        clientName: "test",
        log,
      },
    });
    started.push({ stop: () => consuming.close() });
    let saves = 0;
    const consumer = new OutcomeConsumer({
      broker: consuming,
      names,
      ledger: {
        async save(outcomes) {
          await stores.reads.save(outcomes);
          saves += 1;
          if (saves <= 3) toBroker.cut(); // no ack of this commit arrives
        },
      },
      kept: (outcome) => outcome,
      metrics: createLedgerMetrics(createRegistry("test")),
      clock: systemClock,
      log,
    });
    await consumer.start();
    started.push(consumer);
    await publishAll();
    await expect.poll(() => saves, PATIENCE).toBeGreaterThan(3);
    await expect.poll(() => stores.reads.count({}), PATIENCE).toEqual(abandoned(READS));
    await nothingWaits();
  });
});
