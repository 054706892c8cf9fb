import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { dashboardFiles } from "./index.js";
import { readAlerts, readRecordings } from "./rules.js";
import { UNWATCHED } from "./unwatched-metrics.js";
import type { PlainDashboard } from "./plain-dashboard.js";

/** A check of the catalogues holds this page to the code. */
const catalogue = readFileSync(new URL("../../docs/metrics.md", import.meta.url), "utf8");
const exported = new Set([...catalogue.matchAll(/^\| `(\w+)`/gm)].map(([, name = ""]) => name));

const panels = [...dashboardFiles().values()].flatMap((text) =>
  (JSON.parse(text) as PlainDashboard).panels.flatMap(({ targets }) => targets ?? []),
);
const queries = [...panels, ...readAlerts(), ...readRecordings()].map(({ expr }) => expr).join();
const asked = new Set(
  (queries.match(/\bparking_\w+/g) ?? []).map((name) => name.replace(/_(?:bucket|sum|count)$/, "")),
);

describe("every metric", () => {
  it("is on a panel or in a rule, or there is a reason why not", () => {
    expect(exported.size).toBeGreaterThan(30);
    const unseen = [...exported].filter((name) => !asked.has(name) && !(name in UNWATCHED));
    expect(unseen).toEqual([]);
  });

  it("that has such a reason exists, and nobody asks for it", () => {
    const reasons = Object.entries(UNWATCHED);
    expect(reasons.filter(([name]) => !exported.has(name) || asked.has(name))).toEqual([]);
    for (const [, reason] of reasons) expect(reason.length).toBeGreaterThan(20);
  });
});
