import { PublishNotConfirmedError } from "@boomgate/platform/messaging";
import { createLogger, Registry } from "@boomgate/platform/telemetry";
import { describe, expect, it } from "vitest";
import { KnownFloor } from "../floor/known-floor.js";
import { REALISTIC_NOISE } from "../noise/noise.js";
import { MemoryParkedVehicles } from "../parked-vehicles/memory-parked-vehicles.js";
import { type BackfillProgress, backfill } from "./backfill.js";
import type { ScenarioPlan } from "../scenarios/scenario-plan.js";
import { DAY_MS, HOUR_MS, options, scenarioNamed } from "../scenarios/scenarios.fixture.js";
import { startScenario } from "../scenarios/start-scenario.js";

const plan: ScenarioPlan = {
  scenario: scenarioNamed("mall"),
  noise: REALISTIC_NOISE,
  noiseText: "",
  timeScale: 1,
  ...options(),
};

function parts() {
  const published: { readonly id: string; readonly nowMs: number; readonly body: string }[] = [];
  let nowMs = plan.startMs + 30 * DAY_MS;
  const clock = { now: () => nowMs, sleep: async (ms: number) => void (nowMs += ms) };
  return {
    published,
    clock,
    broker: {
      publish: async ({ messageId = "", body }: { messageId?: string | undefined; body: Buffer }) =>
        void published.push({ id: messageId, nowMs, body: body.toString() }),
    },
    exchanges: { entry: "parking.entries", exit: "parking.exits" },
    parkedVehicles: new MemoryParkedVehicles(),
    registry: new Registry(),
    log: createLogger({ service: "test", level: "silent", showPlates: false }),
    runId: "run",
    backlog: async () => 0,
  };
}

describe("history", () => {
  it("is published in the order of time, both kinds of gates together", async () => {
    const given = parts();
    const quiet = { ...plan, noise: { ...REALISTIC_NOISE, outage: 0, copy: 0, malformed: 0 } };
    await backfill(quiet, plan.startMs + DAY_MS, given);
    const times = given.published.map(({ body }) => {
      const event = JSON.parse(body) as Record<string, string>;
      return Date.parse(event["entry_date_time"] ?? event["exit_date_time"] ?? "");
    });
    const disorder = times.map((ms, index) => (times[index - 1] ?? 0) - ms);
    expect(times.length).toBeGreaterThan(5_000);
    expect(Math.max(...disorder)).toBeLessThan(60_000); // clocks and delays, no more
  });

  it("waits while the pipeline has a large backlog", async () => {
    const given = parts();
    let backlog = 10_000;
    const startMs = given.clock.now();
    await backfill(plan, plan.startMs + 2 * HOUR_MS, {
      ...given,
      backlog: async () => (backlog -= 1_000),
    });
    expect(given.clock.now()).toBeGreaterThan(startMs);
  });

  it("counts the backlog in messages of many events where they are packed", async () => {
    const given = parts();
    let backlog = 100;
    const startMs = given.clock.now();
    await backfill(plan, plan.startMs + 2 * HOUR_MS, {
      ...given,
      isPacked: true,
      backlog: async () => (backlog -= 10),
    });
    expect(given.clock.now()).toBeGreaterThan(startMs);
  });

  it("ends at the first event that is too late for the store, with all before it published", async () => {
    const given = parts();
    const startMs = given.clock.now();
    const forgottenMs = plan.startMs + 6 * HOUR_MS;
    const register = [{ dueMs: startMs + 1, mattersUntilMs: forgottenMs }];
    const floor = new KnownFloor({ text: " ", register }, given.clock.now);
    let backlog = 10_000;
    const filling = backfill(plan, plan.startMs + DAY_MS, {
      ...given,
      floor,
      backlog: async () => (backlog -= 1_000),
    });
    await expect(filling).rejects.toThrow(
      `lies at or before ${new Date(forgottenMs).toISOString()}, the floor of the store`,
    );
    expect(given.published.length).toBeGreaterThan(100);
    expect(given.published.every(({ nowMs }) => nowMs === startMs)).toBe(true);
  });

  it("reports its progress", async () => {
    const reports: BackfillProgress[] = [];
    const onProgress = (progress: BackfillProgress) => void reports.push(progress);
    await backfill(plan, plan.startMs + DAY_MS, { ...parts(), onProgress });
    expect(reports.length).toBeGreaterThan(5);
    for (const [index, { share, published }] of reports.entries()) {
      expect(share).toBeGreaterThan(reports[index - 1]?.share ?? 0);
      expect(share).toBeLessThanOrEqual(1);
      expect(published).toBeGreaterThan(reports[index - 1]?.published ?? 0);
    }
  });

  it("is continued without a gap and without a repeat", async () => {
    const whole = parts();
    await backfill(plan, plan.startMs + 10 * HOUR_MS, whole);
    const divided = parts();
    const { untilMs } = await backfill(plan, plan.startMs + 5 * HOUR_MS, divided);
    const running = (["entry", "exit"] as const).map((kind) => {
      const { clock } = parts();
      const generator = startScenario(kind, plan, {
        ...divided,
        clock,
        resumeAtMs: untilMs,
        broker: {
          publish: async (message) => {
            if (clock.now() < plan.startMs + 30 * DAY_MS + 5 * HOUR_MS) {
              await divided.broker.publish(message);
            } else void generator.stop();
          },
        },
      });
      return generator;
    });
    await Promise.all(running.map((generator) => generator.finished));
    const ids = ({ published }: typeof whole) => published.map(({ id }) => id).toSorted();
    expect(ids(divided)).toEqual(ids(whole));
  });

  it("can be stopped, and returns how far it came", async () => {
    const stopping = new AbortController();
    const { signal } = stopping;
    const onProgress = () => stopping.abort();
    const result = await backfill(plan, plan.startMs + DAY_MS, { ...parts(), signal, onProgress });
    expect(result.untilMs).toBeLessThan(plan.startMs + 5 * HOUR_MS);
    expect(result.entries.published + result.exits.published).toBeLessThan(1_000);
  });

  it("ends when the broker refuses an event", async () => {
    const refused = new PublishNotConfirmedError({
      cause: Object.assign(new Error("ACCESS_REFUSED - write access"), { code: 403 }),
    });
    const broker = { publish: () => Promise.reject(refused) };
    await expect(backfill(plan, plan.startMs + DAY_MS, { ...parts(), broker })).rejects.toBe(
      refused,
    );
  });
});
