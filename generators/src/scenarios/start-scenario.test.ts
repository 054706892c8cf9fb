import { createLogger, Registry } from "@boomgate/platform/telemetry";
import { describe, expect, it } from "vitest";
import { NO_NOISE, type Noise, REALISTIC_NOISE } from "../noise/noise.js";
import { MemoryParkedVehicles } from "../parked-vehicles/memory-parked-vehicles.js";
import { TruthWriter } from "../truth/truth-writer.js";
import type { LineOf, TruthLine } from "../truth/truth-line.js";
import type { ScenarioPlan } from "./scenario-plan.js";
import { HOUR_MS, options, scenarioNamed } from "./scenarios.fixture.js";
import { startScenario } from "./start-scenario.js";

const { startMs } = options();
/** Long after the run. */
const WALL_MS = startMs + 30 * 24 * HOUR_MS;

const planWith = (noise: Noise): ScenarioPlan => ({
  scenario: scenarioNamed("mall"),
  noise,
  noiseText: "",
  timeScale: 600,
  ...options(),
});

/** Its time passes only while somebody sleeps. */
function aClock() {
  let nowMs = WALL_MS;
  return { now: () => nowMs, sleep: async (ms: number) => void (nowMs += ms) };
}

/** Both generators for so long, with a clock that passes while they sleep. */
async function run(noise: Noise, hours: number) {
  const published: { readonly id: string; readonly atMs: number; readonly body: string }[] = [];
  const lines: TruthLine[] = [];
  const running = (["entry", "exit"] as const).map((kind) => {
    const clock = aClock();
    const endMs = WALL_MS + (hours * HOUR_MS) / 600;
    const generator = startScenario(kind, planWith(noise), {
      broker: {
        publish: async ({ messageId = "", body }) => {
          published.push({ id: messageId, atMs: clock.now(), body: body.toString() });
          if (clock.now() > endMs) void generator.stop();
        },
      },
      exchanges: { entry: "parking.entries", exit: "parking.exits" },
      parkedVehicles: new MemoryParkedVehicles(),
      registry: new Registry(),
      log: createLogger({ service: "test", level: "silent", showPlates: false }),
      clock,
      runId: "run",
      truth: new TruthWriter((line) => void lines.push(JSON.parse(line) as TruthLine)),
    });
    return generator;
  });
  await Promise.all(running.map((generator) => generator.finished));
  await Promise.all(running.map((generator) => generator.stop()));
  const linesOf = <T extends TruthLine["type"]>(type: T) =>
    lines.filter((line): line is LineOf<T> => line.type === type);
  return { published, linesOf, counts: running.map((generator) => generator.counts().published) };
}

describe("a scenario that runs", () => {
  it("publishes at its pace what its visits bring about", async () => {
    const { published, linesOf } = await run(NO_NOISE, 4);
    const visits = linesOf("visit");
    expect(visits.length).toBeGreaterThan(800);
    const entries = published.filter(({ id }) => id.startsWith("entry"));
    expect(entries.map(({ id }) => id)).toEqual(visits.map(({ visit }) => `entry-run-${visit}-1`));
    for (const [index, { atMs, body }] of entries.entries()) {
      const { entry_date_time } = JSON.parse(body) as { entry_date_time: string };
      expect(entry_date_time).toBe(visits[index]?.entered_at);
      const passedMs = Date.parse(entry_date_time) - startMs;
      expect(atMs - WALL_MS).toBeCloseTo(passedMs / 600, 3);
    }
  });

  it("writes the truth of every message: each read that arrived, and each that was lost", async () => {
    const { published, linesOf, counts } = await run(REALISTIC_NOISE, 6);
    const written = linesOf("read").map(({ event_id }) => event_id);
    const arrived = published.map(({ id }) => id);
    expect(written.toSorted()).toEqual([...new Set(arrived)].toSorted());
    expect(arrived.length).toBeGreaterThan(written.length); // copies
    expect(counts.reduce((sum, count) => sum + count)).toBe(written.length);
    const lost = linesOf("lost").map(({ visit, kind }) => `${kind} ${visit}`);
    const read = linesOf("read").map(({ visit, kind }) => `${kind} ${visit}`);
    expect(lost.filter((passage) => read.includes(passage))).toEqual([]);
    const [end] = linesOf("end").filter(({ kind }) => kind === "exit");
    const awaited = linesOf("visit").filter(({ left_at }) => left_at < (end?.at ?? ""));
    const known = new Set([...lost, ...read]);
    const unknown = awaited.filter(({ visit }) => !known.has(`exit ${visit}`));
    // Only what an outage keeps back is not known by then.
    expect(unknown.length / awaited.length).toBeLessThan(0.05);
  });

  it("ends after its count of reads", async () => {
    const { broker, ...rest } = silentParts();
    const generator = startScenario("entry", planWith(NO_NOISE), { broker, ...rest }, 25);
    await generator.finished;
    expect(generator.counts()).toEqual({ published: 25, uncertain: 0 });
  });
});

function silentParts() {
  return {
    broker: { publish: async () => undefined },
    exchanges: { entry: "parking.entries", exit: "parking.exits" },
    parkedVehicles: new MemoryParkedVehicles(),
    registry: new Registry(),
    log: createLogger({ service: "test", level: "silent", showPlates: false }),
    clock: aClock(),
  };
}
