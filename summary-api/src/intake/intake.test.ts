import { createRegistry } from "@boomgate/platform/telemetry";
import { expect, it } from "vitest";
import { aStay } from "../store/stays/stays.fixture.js";
import type { SaveOutcome } from "../store/stays/summary-store.js";
import { Intake, IntakeFullError } from "./intake.js";
import { createSinkMetrics } from "../telemetry/sink-metrics.js";

interface Commit {
  readonly succeed: (outcomes: readonly SaveOutcome[]) => void;
  readonly fail: (error: Error) => void;
}

/** An intake whose commits, of two stays at most, are ended by the test. */
function anIntake(limit: number) {
  const commits: Commit[] = [];
  const save = () =>
    new Promise<readonly SaveOutcome[]>((succeed, fail) => commits.push({ succeed, fail }));
  const intake = new Intake({
    store: { save },
    metrics: createSinkMetrics(createRegistry("test")),
    commitBatch: 2,
    commitsAtOnce: 1,
    limit,
    onCommit: () => undefined,
  });
  return { intake, commits };
}

const stays = (count: number) => Array.from({ length: count }, (_, i) => aStay({ id: `s${i}` }));

it("counts a request as pending until all of its batches are done, also when one failed", async () => {
  const { intake, commits } = anIntake(3);
  const request = intake.accept(stays(3));
  const refused = expect(request).rejects.toThrow("the database went away");
  await expect.poll(() => commits.length).toBe(1);
  commits[0]?.fail(new Error("the database went away"));
  await expect.poll(() => commits.length).toBe(2);
  await expect(intake.accept(stays(1))).rejects.toThrow(IntakeFullError);
  commits[1]?.succeed(["new"]);
  await refused;
  const next = intake.accept(stays(1));
  await expect.poll(() => commits.length).toBe(3);
  commits[2]?.succeed(["new"]);
  expect(await next).toEqual(["new"]);
});

it("accepts a request larger than its limit, and no other beside it", async () => {
  const { intake, commits } = anIntake(1);
  const request = intake.accept(stays(2));
  await expect(intake.accept(stays(1))).rejects.toThrow(IntakeFullError);
  await expect.poll(() => commits.length).toBe(1);
  commits[0]?.succeed(["new", "known"]);
  expect(await request).toEqual(["new", "known"]);
  const next = intake.accept(stays(1));
  await expect.poll(() => commits.length).toBe(2);
  commits[1]?.succeed(["new"]);
  expect(await next).toEqual(["new"]);
});
