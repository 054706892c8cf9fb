import { expect, it } from "vitest";
import { StopStack } from "./index.js";

it("runs every step in reverse order, also when one before it failed, and throws what failed", async () => {
  const stack = new StopStack();
  const done: string[] = [];
  stack.defer("store", () => void done.push("store"));
  stack.defer("broker", () => Promise.reject(new Error("gone")));
  stack.defer("timer", () => {
    throw new Error("stuck");
  });
  stack.defer("consumers", async () => {
    await Promise.resolve();
    done.push("consumers");
  });
  const error: unknown = await stack.stop().catch((caught: unknown) => caught);
  expect(done).toEqual(["consumers", "store"]);
  expect(error).toBeInstanceOf(AggregateError);
  expect((error as AggregateError).errors.map((each) => (each as Error).message)).toEqual([
    "could not stop timer",
    "could not stop broker",
  ]);
});

it("stops once, however often it is asked", async () => {
  const stack = new StopStack();
  let times = 0;
  stack.defer("store", () => void (times += 1));
  await Promise.all([stack.stop(), stack.stop()]);
  await stack.stop();
  expect(times).toBe(1);
});
