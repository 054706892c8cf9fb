import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, it } from "vitest";
import { answersInTime } from "./answers-in-time.js";

it("is whether the latest call succeeded", async () => {
  let isThere = true;
  const answers = answersInTime(async () => {
    if (!isThere) throw new Error("away");
  });
  expect(await answers()).toBe(true);
  isThere = false;
  expect(await answers()).toBe(false);
  isThere = true;
  expect(await answers()).toBe(true);
});

it("is no when there is no answer in time, and one question is enough", async () => {
  let questions = 0;
  let answer = () => {};
  const answers = answersInTime(() => {
    questions += 1;
    return new Promise<void>((resolve) => (answer = resolve));
  }, 50);
  expect(await Promise.all([answers(), answers()])).toEqual([false, false]);
  expect(await answers()).toBe(false);
  expect(questions).toBe(1);
  answer();
  await nextTurn(); // all that follows from the answer
  const next = answers();
  await nextTurn();
  answer();
  expect(await next).toBe(true);
  expect(questions).toBe(2);
});

it("is no when the question itself throws", async () => {
  expect(
    await answersInTime(() => {
      throw new Error("closed");
    })(),
  ).toBe(false);
});
