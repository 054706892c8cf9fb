import { DependencyUnavailableError } from "@boomgate/platform/errors";
import { noop } from "cockatiel";
import { expect, it } from "vitest";
import { createBreaker, Hold } from "./index.js";

const away = (retryAfterMs?: number) =>
  new DependencyUnavailableError("attic", "no answer", retryAfterMs);

function aHold(sleep: (ms: number, signal?: AbortSignal) => Promise<void> = async () => undefined) {
  const waits: number[] = [];
  const seen: (readonly [string, boolean])[] = [];
  const clock = {
    now: () => 0,
    sleep: (ms: number, signal?: AbortSignal) => {
      waits.push(ms);
      return sleep(ms, signal);
    },
  };
  const observer = {
    held: (dependency: string, isHeld: boolean) => void seen.push([dependency, isHeld]),
  };
  return { hold: new Hold("attic", clock, observer, noop), waits, seen };
}

const failing = (...errors: readonly Error[]) => {
  const left = [...errors];
  return async () => {
    const error = left.shift();
    if (error) throw error;
    return "21.5";
  };
};

it("repeats a call with growing pauses until the dependency answers", async () => {
  const { hold, waits, seen } = aHold();
  const many = Array.from({ length: 8 }, () => away());
  expect(await hold.until(failing(...many))).toBe("21.5");
  expect(waits).toEqual([100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
  expect(seen).toEqual([
    ["attic", true],
    ["attic", false],
  ]);
});

it("waits as long as the dependency asks for, a minute at most", async () => {
  const { hold, waits } = aHold();
  await hold.until(failing(away(7_000), away(3_600_000), away(1)));
  expect(waits).toEqual([7_000, 60_000, 400]);
});

it("does not repeat a call that failed for another reason", async () => {
  const { hold, waits, seen } = aHold();
  await expect(hold.until(failing(new Error("odd")))).rejects.toThrow("odd");
  await expect(hold.until(failing(away(), new Error("odd")))).rejects.toThrow("odd");
  expect([waits.length, hold.isHeld, seen.length]).toEqual([1, false, 2]);
});

it("reports a dependency once as away, however many calls wait for it", async () => {
  const wakes: (() => void)[] = [];
  const { hold, seen } = aHold(() => new Promise((resolve) => wakes.push(resolve)));
  const calls = [hold.until(failing(away())), hold.until(failing(away()))];
  await expect.poll(() => wakes.length).toBe(2);
  expect([hold.isHeld, seen]).toEqual([true, [["attic", true]]]);
  for (const wake of wakes) wake();
  await Promise.all(calls);
  expect([hold.isHeld, seen.length]).toEqual([false, 2]);
});

it("ends all waiting when it is stopped, with an error of the same recovery", async () => {
  const { hold } = aHold(
    (_ms, signal) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason as Error));
      }),
  );
  const call = hold.until(failing(away()));
  await expect.poll(() => hold.isHeld).toBe(true);
  hold.stop();
  await expect(call).rejects.toMatchObject({ recovery: "hold", dependency: "attic" });
  await expect(hold.until(failing(away()))).rejects.toThrow("no answer");
});

it("after five failures in a row the breaker lets no call through for a while", async () => {
  let calls = 0;
  const breaker = createBreaker();
  const call = async () => {
    calls += 1;
    throw away();
  };
  for (let index = 0; index < 9; index += 1) {
    await breaker.execute(call).catch(() => undefined);
  }
  expect(calls).toBe(5);
});
