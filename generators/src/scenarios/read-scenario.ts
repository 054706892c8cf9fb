import { readFileSync } from "node:fs";
import { ConfigError } from "@boomgate/platform/config";
import { event } from "./event.js";
import { mall } from "./mall.js";
import { rush } from "./rush.js";
import type { Scenario } from "./scenario.js";
import { scenarioFile, scenarioOfFile, type ScenarioFile } from "./scenario-file.js";
import { soak } from "./soak.js";

/** Random plates at a rate: no scenario, as its exits belong to no visits. */
export const SEED_SCENARIO = "seed";

const BUILT_IN: Readonly<Record<string, ScenarioFile>> = { mall, event, rush, soak };

/**
 * @param text - name of a scenario that is built in, or the path of a JSON file
 * @returns `undefined` for "seed"
 * @throws {ConfigError} naming every field that is wrong
 */
export function readScenario(text: string): Scenario | undefined {
  if (text === SEED_SCENARIO) return undefined;
  const isBuiltIn = Object.hasOwn(BUILT_IN, text);
  const result = scenarioFile.safeParse(isBuiltIn ? BUILT_IN[text] : readJson(text));
  if (result.success) return scenarioOfFile(result.data);
  throw new ConfigError(
    result.error.issues.map(({ path, message }) => `SCENARIO: ${path.join(".")}: ${message}`),
  );
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const known = [SEED_SCENARIO, ...Object.keys(BUILT_IN)].join(", ");
    const { code = "is not JSON" } = error as NodeJS.ErrnoException;
    throw new ConfigError([`SCENARIO: must be one of ${known}, or a file of JSON (${code})`]);
  }
}
