import {
  decodeOutcomes,
  encodeOutcomes,
  HEADERS,
  OUTCOMES_CONTENT_TYPE,
  outcomesExchangeOf,
  outcomesTopology,
  parkedQueueOf,
  pipelineTopology,
  type QueueNames,
  type ReadOutcome,
} from "@boomgate/contracts";
import { systemClock } from "@boomgate/platform/clock";
import {
  createMemoryBroker,
  type Delivery,
  type MessageBroker,
} from "@boomgate/platform/messaging";
import { createLogger, createRegistry } from "@boomgate/platform/telemetry";
import { afterEach, beforeEach, expect, it } from "vitest";
import { aFate } from "../store/reads/reads.fixture.js";
import type { Stores } from "../store/stores.js";
import { createLedgerMetrics } from "../telemetry/ledger-metrics.js";
import { OutcomeConsumer } from "./outcome-consumer.js";

const names: QueueNames = { prefix: "", entryQueue: "entries", exitQueue: "exits" };
const log = createLogger({ service: "test", level: "silent", showPlates: false });
const PATIENCE = { timeout: 10_000, interval: 20 };

export interface RefusingDatabase {
  readonly stores: Stores;
  /** From now on the database takes no read whose event has this id. */
  refuse(eventId: string): Promise<void>;
  takeAll(): Promise<void>;
  close(): Promise<void>;
}

/** @param open - opens an empty database */
export function refusedOutcomesSuite(open: () => Promise<RefusingDatabase>) {
  let database: RefusingDatabase;
  let broker: MessageBroker;
  let consumer: OutcomeConsumer;
  const parked: Delivery[] = [];

  beforeEach(async () => {
    database = await open();
    const all = [pipelineTopology(names, "classic"), outcomesTopology(names, "classic")] as const;
    broker = createMemoryBroker({
      topology: {
        exchanges: all.flatMap(({ exchanges }) => exchanges),
        queues: all.flatMap(({ queues }) => queues),
        bindings: all.flatMap(({ bindings }) => bindings),
      },
    });
    const metrics = createLedgerMetrics(createRegistry("test"));
    const kept = (outcome: ReadOutcome) => outcome;
    const { reads: ledger } = database.stores;
    consumer = new OutcomeConsumer({
      ...{ broker, names, ledger, kept, metrics, clock: systemClock, log },
    });
    parked.length = 0;
    await broker.consume(parkedQueueOf(names), { prefetch: 1_000 }, (one) => void parked.push(one));
  });
  afterEach(async () => {
    await consumer.stop();
    await broker.close();
    await database.close();
  });

  const publish = (outcomes: readonly ReadOutcome[]) =>
    broker.publish({
      ...{ exchange: outcomesExchangeOf(names), routingKey: "", headers: {} },
      ...{ body: encodeOutcomes(outcomes), contentType: OUTCOMES_CONTENT_TYPE },
    });
  /** Messages of 20 outcomes each; the ids are e0, e1, ... */
  const publishMessages = async (messages: number) => {
    for (let first = 0; first < messages * 20; first += 20) {
      await publish(Array.from({ length: 20 }, (_, index) => aFate(`e${first + index}`, index)));
    }
  };
  const stored = async () =>
    (await database.stores.reads.list({}, 1_000)).map(({ id }) => id).toSorted();
  const allBut = (count: number, ...refused: readonly string[]) =>
    Array.from({ length: count }, (_, index) => `e${index}`)
      .filter((id) => !refused.includes(id))
      .toSorted();
  const parkedIds = () =>
    parked.flatMap(({ contentType, body }) =>
      decodeOutcomes(contentType, body).map(({ id }) => id),
    );

  it("parks the outcome that the database refuses alone, and stores all others of its batch", async () => {
    await database.refuse("e33");
    await publishMessages(5);
    await consumer.start();
    await expect.poll(stored, PATIENCE).toEqual(allBut(100, "e33"));
    await expect.poll(parkedIds, PATIENCE).toEqual(["e33"]);
    expect(parked[0]?.headers).toMatchObject({
      [HEADERS.parkedCode]: "OUTCOME_REFUSED",
      [HEADERS.originalQueue]: outcomesExchangeOf(names),
    });
    expect(await broker.depth(outcomesExchangeOf(names))).toBe(0);
    await publish([aFate("e-later", 40)]);
    await expect.poll(stored, PATIENCE).toContain("e-later");
  });

  it("finds each of several, also where they are the whole of their message", async () => {
    for (const id of ["e0", "e1", "e58", "e-alone"]) await database.refuse(id);
    await publishMessages(3);
    await publish([aFate("e-alone", 1)]);
    await consumer.start();
    await expect.poll(stored, PATIENCE).toEqual(allBut(60, "e0", "e1", "e58"));
    await expect
      .poll(() => parkedIds().toSorted(), PATIENCE)
      .toEqual(["e-alone", "e0", "e1", "e58"]);
  });

  it("stores what was parked once an operator sends it back and the database takes it", async () => {
    await database.refuse("e7");
    await publishMessages(1);
    await consumer.start();
    await expect.poll(parkedIds, PATIENCE).toEqual(["e7"]);
    await database.takeAll();
    const [{ body, contentType, headers } = expect.fail("nothing is parked")] = parked;
    const routingKey = outcomesExchangeOf(names);
    await broker.publish({ exchange: "parking.return", routingKey, body, contentType, headers });
    await expect.poll(stored, PATIENCE).toEqual(allBut(20));
    expect(parked).toHaveLength(1);
  });
}
