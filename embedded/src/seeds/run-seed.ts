import { backendSettings } from "@boomgate/backend";
import { exitGeneratorSettings, planOf } from "@boomgate/generators";
import { orExit, readConfigOrExit } from "@boomgate/platform/lifecycle";
import { runPlan } from "./run-plan.js";

export interface SeedRun {
  readonly scenario: string;
  readonly noise: string;
  readonly hours: number;
}

/**
 * Audits one seed of a scenario, with the longest stay of its car park unless `env` sets another. Ends the
 * process with 78 when a setting is wrong.
 */
export function runSeed({ scenario, noise, hours }: SeedRun, seed: number, env: NodeJS.ProcessEnv) {
  const traffic = { SCENARIO: scenario, NOISE: noise, SEED: String(seed) };
  const settings = readConfigOrExit(exitGeneratorSettings, traffic);
  const plan = orExit(() => planOf(settings, Date.now() - hours * 3_600_000));
  if (plan === undefined) throw new Error("the scenario seed has no visits");
  const { longestStayMs } = plan.scenario;
  const longest = longestStayMs === undefined ? {} : { MAX_STAY_MS: String(longestStayMs) };
  const runEnv = { LEDGER: "off", ...longest, ...env }; // nothing here keeps a ledger
  return runPlan(plan, hours, readConfigOrExit(backendSettings, runEnv));
}
