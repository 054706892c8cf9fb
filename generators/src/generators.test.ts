import { decodeEntryEvent, decodeExitEvent, eventExchangesOf } from "@boomgate/contracts";
import { readConfig } from "@boomgate/platform/config";
import {
  type MessagePublisher,
  type OutgoingMessage,
  PublishNotConfirmedError,
  UnroutableError,
} from "@boomgate/platform/messaging";
import { createLogger, Registry } from "@boomgate/platform/telemetry";
import { describe, expect, it } from "vitest";
import {
  entryGeneratorSettings,
  exitGeneratorSettings,
  MemoryParkedVehicles,
  startEntryGenerator,
  startExitGenerator,
} from "./index.js";

/** Keeps what arrives; the first attempts fail, after or before the message arrived. */
class FakePublisher implements MessagePublisher {
  readonly arrived: OutgoingMessage[] = [];
  attempts = 0;
  constructor(private readonly fail: (attempt: number) => "lost" | "unroutable" | undefined) {}
  async publish(message: OutgoingMessage): Promise<void> {
    this.attempts += 1;
    const failure = this.fail(this.attempts);
    if (failure !== "unroutable") this.arrived.push(message);
    if (failure === undefined) return;
    if (failure === "lost") throw new PublishNotConfirmedError();
    throw new UnroutableError(message.exchange, message.routingKey);
  }
}

const names = { entryQueue: "in", exitQueue: "out", prefix: "" };

function parts(fail: ConstructorParameters<typeof FakePublisher>[0] = () => undefined) {
  let nowMs = Date.UTC(2026, 2, 1);
  return {
    broker: new FakePublisher(fail),
    exchanges: eventExchangesOf(names),
    parkedVehicles: new MemoryParkedVehicles(),
    registry: new Registry(),
    log: createLogger({ service: "test", level: "silent", showPlates: false }),
    clock: {
      now: () => nowMs,
      sleep: async (ms: number) => {
        nowMs += ms;
        await new Promise(setImmediate);
      },
    },
  };
}

const entryConfig = (env: NodeJS.ProcessEnv) =>
  readConfig(entryGeneratorSettings, { SEED: "7", ...env });
const exitConfig = (env: NodeJS.ProcessEnv) =>
  readConfig(exitGeneratorSettings, { SEED: "7", ...env });

describe("the entry generator", () => {
  it("publishes COUNT entries, and adds their plates to the parked vehicles", async () => {
    const given = parts();
    const running = startEntryGenerator({
      ...given,
      config: entryConfig({ COUNT: "30", LOTS: "main,north" }),
    });
    await running.finished;
    const events = given.broker.arrived.map(({ body }) => decodeEntryEvent(body));
    expect(new Set(events.map(({ id }) => id)).size).toBe(30);
    expect(new Set(events.map(({ lotId }) => lotId))).toEqual(new Set(["main", "north"]));
    const parked = given.parkedVehicles;
    expect((await parked.count("main")) + (await parked.count("north"))).toBe(30);
    expect(running.counts()).toEqual({ published: 30, uncertain: 0 });
    expect(given.broker.arrived[0]).toMatchObject({
      exchange: "parking.entries",
      routingKey: "",
      messageId: events[0]?.id,
      appId: "entry-generator",
      headers: { traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/) },
    });
  });

  it("repeats an event under the same id when its confirm is lost, and adds its plate once", async () => {
    const given = parts((attempt) => (attempt <= 3 ? "lost" : undefined));
    const running = startEntryGenerator({ ...given, config: entryConfig({ COUNT: "1" }) });
    await running.finished;
    expect(given.broker.attempts).toBe(4);
    expect(new Set(given.broker.arrived.map(({ messageId }) => messageId)).size).toBe(1);
    expect(await given.parkedVehicles.count("main")).toBe(1);
    expect(running.counts().published).toBe(1);
  });
});

describe("the exit generator", () => {
  it("takes a parked plate about as often as the threshold says", async () => {
    const given = parts();
    const known = new Set<string>();
    for (let index = 0; index < 4_000; index += 1) {
      known.add(`PARKED${index}`);
      await given.parkedVehicles.add("main", `PARKED${index}`);
    }
    const config = exitConfig({ COUNT: "4000", EXIT_RATE: "1000" });
    await startExitGenerator({ ...given, config }).finished;
    const plates = given.broker.arrived.map(({ body }) => decodeExitEvent(body).plate);
    const hits = plates.filter((plate) => known.has(plate));
    expect(plates).toHaveLength(4_000);
    // 20 % of 4,000; four standard deviations are 101.
    expect(Math.abs(hits.length - 800)).toBeLessThan(101);
    expect(new Set(hits).size).toBe(hits.length);
    expect(await given.parkedVehicles.count("main")).toBe(4_000 - hits.length);
  });

  it("uses a random plate when the lot is empty", async () => {
    const given = parts();
    const config = exitConfig({ COUNT: "5", EXIT_KNOWN_PLATE_THRESHOLD: "0" });
    await startExitGenerator({ ...given, config }).finished;
    expect(given.broker.arrived).toHaveLength(5);
  });

  it("repeats an exit under the same id until it is confirmed", async () => {
    const given = parts((attempt) => (attempt <= 2 ? "lost" : undefined));
    await given.parkedVehicles.add("main", "AB123CD");
    const config = exitConfig({ COUNT: "1", EXIT_KNOWN_PLATE_THRESHOLD: "0" });
    await startExitGenerator({ ...given, config }).finished;
    const events = given.broker.arrived.map(({ body }) => decodeExitEvent(body));
    expect(events).toHaveLength(3);
    expect(new Set(events.map(({ id, plate }) => `${id} ${plate}`)).size).toBe(1);
    expect(await given.parkedVehicles.count("main")).toBe(0);
  });

  it.each([
    ["gives the plate back when the exit surely did not leave", "unroutable", 1, 0],
    ["keeps the plate when the exit may have left", "lost", 0, 1],
  ] as const)("%s before the stop", async (_, failure, parked, uncertain) => {
    let tried = () => {};
    const firstTry = new Promise<void>((resolve) => {
      tried = resolve;
    });
    const given = parts(() => {
      tried();
      return failure;
    });
    await given.parkedVehicles.add("main", "AB123CD");
    const config = exitConfig({ COUNT: "1", EXIT_KNOWN_PLATE_THRESHOLD: "0" });
    const running = startExitGenerator({ ...given, config });
    await firstTry;
    await running.stop();
    expect(await given.parkedVehicles.count("main")).toBe(parked);
    expect(running.counts()).toEqual({ published: 0, uncertain });
  });
});

describe("both generators in one process", () => {
  it("share registry, broker and parked vehicles, and stop when asked", async () => {
    const { clock: _, ...given } = parts();
    let confirmed = 0;
    let enough = () => {};
    const hundredSeen = new Promise<void>((resolve) => {
      enough = resolve;
    });
    const broker: MessagePublisher = {
      publish: async (message) => {
        await given.broker.publish(message);
        confirmed += 1;
        if (confirmed === 100) enough();
      },
    };
    const shared = { ...given, broker };
    const running = [
      startEntryGenerator({ ...shared, config: entryConfig({ ENTRY_RATE: "1000" }) }),
      startExitGenerator({ ...shared, config: exitConfig({ EXIT_RATE: "1000" }) }),
    ];
    await hundredSeen;
    await Promise.all(running.map((generator) => generator.stop()));
    await Promise.all(running.map((generator) => generator.finished));
    const published = running.reduce((sum, generator) => sum + generator.counts().published, 0);
    expect(published).toBe(given.broker.arrived.length);
    expect(await given.registry.metrics()).toContain('published_total{event_type="exit"}');
  });
});
