import { setTimeout as sleep } from "node:timers/promises";
import {
  backendSettings,
  createMemoryStore,
  type RunningBackend,
  startBackend,
} from "@boomgate/backend";
import {
  EVENT_ARRAY_CONTENT_TYPE,
  MAX_ARRAY_BYTES,
  auditStreamOf,
  epochStreamOf,
  eventExchangesOf,
  HEADERS,
  parkedQueueOf,
  pipelineTopology,
  poisonExchangeOf,
  retryQueueOf,
} from "@boomgate/contracts";
import { systemClock } from "@boomgate/platform/clock";
import { readConfig } from "@boomgate/platform/config";
import {
  appendToStream,
  type MessageBroker,
  openAmqpBroker,
  readStream,
} from "@boomgate/platform/messaging";
import { createLogger, Registry } from "@boomgate/platform/telemetry";
import { field, publishRaw, type RawMessage, text } from "@boomgate/testing";
import { describeWithProgram } from "@boomgate/testing/vitest";
import { connect } from "amqplib";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type StackBroker, startStackBroker } from "./broker-of-the-stack.fixture.js";
import { deaths, SHAPES } from "./hostile-shapes.fixture.js";
import { names } from "./rabbitmq-definitions.js";
import { takeParkedFrom } from "./take-parked.fixture.js";

const { entry: ENTRIES, exit: EXITS } = eventExchangesOf(names);
const PARKED = parkedQueueOf(names);

describeWithProgram("rabbitmq-server", "a hostile entry generator", () => {
  let server: StackBroker;
  let broker: MessageBroker;
  let backend: RunningBackend;
  const warnings: unknown[] = [];
  const posted: string[] = [];
  const tried = new Set<string>();
  let firstPostFails = false;

  beforeAll(async () => {
    server = await startStackBroker();
    const log = { warn: (...line: unknown[]) => void warnings.push(line), info: () => undefined };
    broker = await openAmqpBroker({
      url: server.urlOf("backend"),
      topology: pipelineTopology(names, "quorum"),
      clientName: "backend",
      log,
    });
    backend = await startBackend(readConfig(backendSettings, { LEDGER: "on" }), {
      broker,
      store: createMemoryStore(readConfig(backendSettings, {}), systemClock),
      sink: {
        post: async (stays) => {
          const areNew = stays.some(({ stayId }) => !tried.has(stayId));
          for (const { stayId } of stays) tried.add(stayId);
          if (firstPostFails && areNew) throw new Error("a defect of the sink");
          posted.push(...stays.map(({ exitEventId }) => exitEventId));
          return stays.map(() => "accepted" as const);
        },
      },
      names,
      clock: systemClock,
      log: createLogger({ service: "test", level: "silent", showPlates: false }),
      registry: new Registry(),
    });
    await appendToStream(server.urlOf("backend"), epochStreamOf(names), Buffer.from("the epoch"));
  }, 60_000);
  afterAll(async () => {
    await backend.stop();
    await broker.close();
    await server.stop();
  }, 30_000);
  beforeEach(() => {
    warnings.length = 0;
    posted.length = 0;
    firstPostFails = false;
  });

  const as = (user: string, message: RawMessage) => publishRaw(server.urlOf(user), message);
  let nextId = 0;
  const anEvent = (kind: "entry" | "exit") => {
    nextId += 1;
    const at = { [`${kind}_date_time`]: new Date().toISOString() };
    return JSON.stringify({ id: `id${nextId}`, vehicle_plate: `P${nextId}`, ...at });
  };
  const read = async (stream: string) => {
    const bodies: string[] = [];
    await readStream(
      server.urlOf("backend"),
      stream,
      ({ body }) => void bodies.push(body.toString()),
    );
    return bodies;
  };
  const depthOf = (queue: string) => broker.depth(queue);
  const takeParked = () => takeParkedFrom(server);
  /** Waits until all messages are settled. */
  const settled = async () => {
    await expect
      .poll(async () => [
        await depthOf(names.entryQueue),
        await depthOf(names.exitQueue),
        backend.inHandCount,
      ])
      .toEqual([0, 0, 0]);
    await sleep(100);
  };

  it.each(SHAPES)(
    "publishes an event with %s, and it counts as one entry",
    async (_what, shape) => {
      const body = anEvent("entry");
      const auditBefore = await read(auditStreamOf(names));
      const readsBefore = await backend.readCounts();
      expect(await as("entry-generator", { exchange: ENTRIES, body, ...shape })).toBe("confirmed");
      await settled();
      const readsAfter = await backend.readCounts();
      expect(total(readsAfter) - total(readsBefore)).toBe(1);
      expect(await depthOf(PARKED)).toBe(0);
      expect(await read(auditStreamOf(names))).toEqual([...auditBefore, body]);
      expect(await read(epochStreamOf(names))).toEqual(["the epoch"]);
      expect(posted).toEqual([]);
      expect(warnings).toEqual([]);
    },
  );

  it.each(SHAPES)("publishes no event with %s, and it is parked once", async (_what, shape) => {
    const body = "no event";
    expect(await as("entry-generator", { exchange: ENTRIES, body, ...shape })).toBe("confirmed");
    await settled();
    const parked = await takeParked();
    expect(parked.map((one) => one.body.toString())).toEqual([body]);
    const steering = Object.keys(parked[0]?.headers ?? {}).filter((name) => !KNOWN.has(name));
    expect(steering).toEqual([]);
    expect(parked[0]?.headers[HEADERS.originalQueue]).toBe(names.entryQueue);
    expect(JSON.stringify(parked[0]?.headers).length).toBeLessThan(12_000);
    expect(await read(epochStreamOf(names))).toEqual(["the epoch"]);
    expect(warnings).toEqual([]);
  });

  it.each<readonly [string, string]>([
    ["the exits", EXITS],
    ["the default exchange", ""],
    ...pipelineTopology(names, "quorum")
      .exchanges.map(({ name }) => [name, name] as const)
      .filter(([name]) => name !== ENTRIES && name !== EXITS),
    ["a topic exchange of the broker's own", "amq.topic"],
  ])("may not publish to %s", async (_what, exchange) => {
    const message = { exchange, routingKey: names.exitQueue, body: anEvent("exit") };
    expect(await as("entry-generator", message)).toBe("channel closed");
  });

  it("may not send a CC header that is no list", async () => {
    const message = { exchange: ENTRIES, body: "x", headers: field("CC", text(PARKED)) };
    expect(await as("entry-generator", message)).toBe("channel closed");
  });

  it("may not send headers that are too large to be parked, nor a body that is too large", async () => {
    const headers = field("long", text("x".repeat(17_000)));
    expect(await as("entry-generator", { exchange: ENTRIES, body: "x", headers })).toBe(
      "connection closed",
    );
    const body = "x".repeat(MAX_ARRAY_BYTES + 1);
    expect(await as("entry-generator", { exchange: ENTRIES, body })).toBe("channel closed");
    await settled();
    expect(await depthOf(PARKED)).toBe(0);
  });

  it("may send the largest array of events", async () => {
    const elements = `{"event":${anEvent("entry")}},{"event":${anEvent("entry")}}`;
    const body = `[${elements.padEnd(MAX_ARRAY_BYTES - 2)}]`;
    const properties = { contentType: EVENT_ARRAY_CONTENT_TYPE };
    expect(await as("entry-generator", { exchange: ENTRIES, body, properties })).toBe("confirmed");
    await settled();
    expect(await depthOf(PARKED)).toBe(0);
  });

  it("sends exits with each shape as the exit generator: each is retried, and posted once", async () => {
    const shapes = SHAPES.filter(([, { properties }]) => properties?.userId === undefined);
    const visits = shapes.map(([, shape], index) => {
      const visit = { vehicle_plate: `V${index}` };
      const enter = { id: `in${index}`, ...visit, entry_date_time: new Date(Date.now() - 60_000) };
      const leave = { id: `out${index}`, ...visit, exit_date_time: new Date() };
      return { shape, enter, leave };
    });
    for (const { enter } of visits) {
      await as("entry-generator", { exchange: ENTRIES, body: JSON.stringify(enter) });
    }
    await settled();
    firstPostFails = true;
    for (const { shape, leave } of visits) {
      await as("exit-generator", { exchange: EXITS, body: JSON.stringify(leave), ...shape });
    }
    const ids = visits.map(({ leave }) => leave.id);
    await expect.poll(() => posted.toSorted()).toEqual(ids.toSorted());
    await settled();
    expect(await depthOf(retryQueueOf(names, 1_000))).toBe(0);
    expect(await depthOf(PARKED)).toBe(0);
    const audit = await read(auditStreamOf(names));
    expect(audit.filter((body) => body.includes('"out'))).toHaveLength(ids.length);
  });

  it.for([["nothing else", {}] as const, ...deaths])(
    "lets an event with %s expire in the queue: the broker parks it",
    async ([what, shape], { skip }) => {
      const trusts = (await majorOf(server.urlOf("backend"))) < 4;
      skip(trusts && what.endsWith(PARKED), "RabbitMQ 3 trusts a forged x-death header");
      await backend.stop(); // only the first time; there is no consumer from here on
      const properties = { expiration: "1" };
      const message = { exchange: ENTRIES, body: anEvent("entry"), ...shape, properties };
      await as("entry-generator", message);
      await expect.poll(() => depthOf(PARKED)).toBe(1);
      const [parked] = await takeParked();
      const origin = { exchange: poisonExchangeOf(names), routingKey: names.entryQueue };
      expect(parked).toMatchObject(origin);
    },
  );
});

async function majorOf(url: string): Promise<number> {
  const connection = await connect(url);
  await connection.close();
  return Number.parseInt(connection.connection.serverProperties.version, 10);
}

const KNOWN: ReadonlySet<string> = new Set(Object.values(HEADERS));

const total = (tally: object) =>
  Object.values(tally).reduce((sum: number, value: number) => sum + value, 0);
