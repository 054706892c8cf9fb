import { readConfig } from "@boomgate/platform/config";
import { expect, it } from "vitest";
import { checkKeptLongEnough } from "./check-kept-long-enough.js";
import { backendSettings, rulesOf } from "./config.js";

const check = (env: NodeJS.ProcessEnv) =>
  checkKeptLongEnough(rulesOf(readConfig(backendSettings, env)));
const days = (count: number) => String(count * 24 * 3_600_000);

it("takes the defaults, and stays of three months", () => {
  expect(() => check({})).not.toThrow();
  expect(() => check({ MAX_STAY_MS: days(96) })).not.toThrow();
});

it("refuses times for which a lost store could not be rebuilt, and names them", () => {
  expect(() => check({ MAX_STAY_MS: days(97) })).toThrow(/MAX_STAY_MS.* 101 days.* 100/s);
  expect(() => check({ HORIZON_MS: days(80) })).toThrow(/HORIZON_MS/);
});
