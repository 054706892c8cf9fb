import { expect, it } from "vitest";
import { pause, RepeatedWork } from "./repeated-work.js";

it("repeats a round, after a pause that depends on how long it took, until it is stopped", async () => {
  let rounds = 0;
  const took: number[] = [];
  const work = new RepeatedWork(
    async () => void (rounds += 1),
    (ms) => {
      took.push(ms);
      return 1;
    },
  );
  work.start();
  await expect.poll(() => rounds).toBeGreaterThan(2);
  await work.stop();
  const stoppedAt = rounds;
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(rounds).toBe(stoppedAt);
  expect(took.every((ms) => ms >= 0)).toBe(true);
});

it("waits at a stop for the round under way, which its signal ends", async () => {
  const steps: string[] = [];
  const work = new RepeatedWork(
    async (signal) => {
      steps.push("begun");
      await pause(60_000, signal);
      steps.push("ended");
    },
    () => 60_000,
  );
  work.start();
  await work.stop();
  expect(steps).toEqual(["begun", "ended"]);
});

it("can be stopped before it was started", async () => {
  await new RepeatedWork(
    async () => undefined,
    () => 0,
  ).stop();
});
