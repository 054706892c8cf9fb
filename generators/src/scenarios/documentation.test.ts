import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { optionOf, REALISTIC_NOISE } from "../noise/noise.js";
import { readScenario } from "./read-scenario.js";
import { scenarioFile, scenarioOfFile } from "./scenario-file.js";
import { visitsWithin } from "./scenarios.fixture.js";

const page = readFileSync(new URL("../../../docs/traffic.md", import.meta.url), "utf8");

describe("docs/traffic.md", () => {
  it("has an example of a scenario that can be run", () => {
    const [, example = ""] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
    const scenario = scenarioOfFile(scenarioFile.parse(JSON.parse(example)));
    expect(visitsWithin(scenario, 7 * 86_400_000).length).toBeGreaterThan(100);
  });

  it("has every fault with its realistic rate", () => {
    for (const [name, rate] of Object.entries(REALISTIC_NOISE)) {
      const row = new RegExp(`^\\|[^|]*\`${optionOf(name)}\`[^|]*\\| ${rate}\\b`, "m");
      expect(page).toMatch(row);
    }
  });

  it("has every scenario", () => {
    const [, table = ""] = /\| Scenario \|[^\n]*\n([\s\S]*?)\n\n/.exec(page) ?? [];
    const names = [...table.matchAll(/^\| `(\w+)`/gm)].map(([, name = ""]) => name);
    expect(names).toEqual(["seed", "mall", "event", "rush", "soak"]);
    for (const name of names.slice(1)) expect(readScenario(name)?.name).toBe(name);
  });
});
