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
import { type MessageBroker, openAmqpBroker } from "@boomgate/platform/messaging";
import { deleteTopology, uniqueName } from "@boomgate/testing";
import { describeWith } from "@boomgate/testing/vitest";
import { afterEach, beforeEach, expect, it } from "vitest";
import { aRunningApi } from "../running-api.fixture.js";
import { aFate, aParked } from "../store/reads/reads.fixture.js";

const log = { warn: () => undefined, info: () => undefined };

describeWith("rabbitmq", "the ledger over a real broker", ({ rabbitmq: url }) => {
  let names: QueueNames;
  let broker: MessageBroker;
  const apis: Awaited<ReturnType<typeof aRunningApi>>[] = [];

  beforeEach(async () => {
    names = {
      ...{ prefix: `${uniqueName()}.`, entryQueue: uniqueName(), exitQueue: uniqueName() },
    };
    const topology = pipelineTopology(names, "quorum");
    broker = await openAmqpBroker({ url, topology, clientName: "test", log });
  });
  afterEach(async () => {
    for (const api of apis.splice(0)) await api.stop();
    await broker.close();
    await deleteTopology(url, pipelineTopology(names, "quorum"));
    await deleteTopology(url, outcomesTopology(names, "quorum"));
  });

  const start = async (settings: Readonly<Record<string, string>> = {}) => {
    const api = await aRunningApi({
      ...{ LEDGER: "on", AMQP_URL: url, TOPOLOGY_PREFIX: names.prefix },
      ...{ ENTRY_QUEUE: names.entryQueue, EXIT_QUEUE: names.exitQueue },
      ...settings,
    });
    apis.push(api);
    return api;
  };
  const send = (body: Buffer, contentType = OUTCOMES_CONTENT_TYPE) =>
    broker.publish({
      ...{ exchange: outcomesExchangeOf(names), routingKey: "", body, contentType, headers: {} },
      timestampMs: Date.now(),
    });
  const publish = (...outcomes: readonly ReadOutcome[]) => send(encodeOutcomes(outcomes));
  const reads = async (api: (typeof apis)[number], query = "") => {
    const { body } = await api.read(`/api/v1/reads${query}`);
    return body["reads"] as readonly Readonly<Record<string, unknown>>[];
  };

  it("answers what became of a read, by its identity", async () => {
    const api = await start();
    await expect
      .poll(() =>
        publish(aFate("e1", 0)).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    await publish(aFate("e1", 0, { fate: "closed", revision: 9, stayId: "s-a" }), aParked("x2", 1));
    await expect
      .poll(async () => (await reads(api)).map(({ event_id, state }) => [event_id, state]))
      .toEqual([
        ["x2", "parked"],
        ["e1", "closed"],
      ]);
    const identity = "?kind=entry&lot=main&plate=ab-123-cd&event_id=e1&at=2026-11-20T08:00:00Z";
    expect(await reads(api, identity)).toMatchObject([{ state: "closed", stay_id: "s-a" }]);
    expect(await reads(api, "?state=parked")).toMatchObject([
      { event_id: "x2", parked_code: "TOO_LATE" },
    ]);
    const { body } = await api.read("/api/v1/reads/counts");
    expect(body["counts"]).toHaveLength(2);
    const first = await api.read("/api/v1/reads?limit=1");
    expect(await reads(api, `?limit=1&cursor=${String(first.body["next_cursor"])}`)).toMatchObject([
      { event_id: "e1" },
    ]);
  });

  it("parks a message that it cannot read, and goes on", async () => {
    const api = await start();
    await expect
      .poll(() =>
        publish(aFate("e1", 0)).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    await send(Buffer.from("[{}]"));
    await send(encodeOutcomes([aFate("e3", 2)]), "application/vnd.boomgate.outcomes+json;v=2");
    await publish(aFate("e2", 1));
    await expect.poll(() => broker.depth(parkedQueueOf(names))).toBe(2);
    await expect
      .poll(async () => (await reads(api)).map(({ event_id }) => event_id))
      .toEqual(["e2", "e1"]);
  });

  it("is shared by several instances, and keeps hashes where there is a key", async () => {
    const pepper = "0123456789abcdef0123456789abcdef";
    const api = await start({ PLATE_PEPPER: pepper });
    await expect
      .poll(() =>
        publish(aFate("e1", 0, { plateRead: "ab 123" })).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    await expect.poll(async () => (await reads(api, "?plate=AB123CD")).length).toBe(1);
    const [read] = await reads(api);
    expect(read?.["vehicle_plate"]).toMatch(/^hmac:/);
    expect(read).not.toHaveProperty("plate_read");
  });

  it("starts without a broker, and takes outcomes once there is one", async () => {
    const api = await start({ AMQP_URL: "amqp://guest:guest@127.0.0.1:9" });
    expect(await reads(api)).toEqual([]);
    expect((await api.read("/api/v1/summaries")).status).toBe(200);
  });
});

it("a summary API without a ledger says so", async () => {
  const api = await aRunningApi();
  const { status, body } = await api.read("/api/v1/reads");
  expect([status, body["code"]]).toEqual([404, "LEDGER_OFF"]);
  await api.stop();
});
