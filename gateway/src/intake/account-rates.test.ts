import { expect, it } from "vitest";
import { AccountRates } from "./account-rates.js";

function rates() {
  const clock = { ms: 0 };
  const all = new AccountRates(() => clock.ms);
  return { clock, all };
}
const north = { account: "north", ratePerSecond: 10 };

it("lets a second's worth pass at once, and then as many as come in with time", () => {
  const { clock, all } = rates();
  for (let count = 0; count < 10; count += 1) {
    expect(all.secondsUntilOpen(north)).toBe(0);
    all.take(north, 1);
  }
  expect(all.secondsUntilOpen(north)).toBe(0);
  all.take(north, 1);
  expect(all.secondsUntilOpen(north)).toBeCloseTo(0.1);
  clock.ms += 101;
  expect(all.secondsUntilOpen(north)).toBe(0);
});

it("lets an array of any size pass, and makes its account wait for all of it", () => {
  const { clock, all } = rates();
  all.take(north, 1_000);
  expect(all.secondsUntilOpen(north)).toBeCloseTo(99);
  clock.ms += 50_000;
  expect(all.secondsUntilOpen(north)).toBeCloseTo(49);
});

it("saves up no more than a second", () => {
  const { clock, all } = rates();
  clock.ms += 3_600_000;
  all.take(north, 20);
  expect(all.secondsUntilOpen(north)).toBeCloseTo(1);
});

it("holds each account to its own rate, and those without one to none", () => {
  const { all } = rates();
  all.take(north, 100);
  const south = { account: "south", ratePerSecond: 0.5 };
  expect(all.secondsUntilOpen(south)).toBe(0);
  all.take(south, 2);
  expect(all.secondsUntilOpen(south)).toBeCloseTo(2);
  const free = { account: "free", ratePerSecond: undefined };
  all.take(free, 1_000_000);
  expect(all.secondsUntilOpen(free)).toBe(0);
});

it("begins anew with a rate that was changed", () => {
  const { all } = rates();
  all.take(north, 100);
  expect(all.secondsUntilOpen({ ...north, ratePerSecond: 20 })).toBe(0);
});
