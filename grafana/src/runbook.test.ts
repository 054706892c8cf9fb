import { describe, expect, it } from "vitest";
import { dashboardFiles } from "./index.js";
import { readAlerts } from "./rules.js";
import { readRunbook, runbookUrlOf } from "./runbook-link.js";
import type { PlainDashboard } from "./plain-dashboard.js";

const panels = [...dashboardFiles()]
  .filter(([name]) => name !== "runbook.json")
  .flatMap(([, text]) => (JSON.parse(text) as PlainDashboard).panels)
  .filter(({ type }) => type !== "row")
  .map(({ title, links }) => ({ title, url: links?.[0]?.url }));
const sections = readRunbook();
const alerts = new Set(readAlerts().map(({ alert }) => alert));

/** Panels a section speaks of, by the beginnings of their titles: "*Store calls*". */
const namedIn = (text: string): readonly string[] =>
  [...text.matchAll(/(?<!\*)\*([^*\n]+)\*(?!\*)/g)].map(([, name = ""]) => name);

describe("the runbook", () => {
  it.each(sections)("speaks in $title of the panels that lead there", (section) => {
    const leading = panels.filter(({ url }) => url === runbookUrlOf(section.title));
    const named = namedIn(section.text);
    // An alert leads to its section, too.
    if (!alerts.has(section.title)) expect(leading.length).toBeGreaterThan(0);
    expect(leading.filter(({ title }) => !named.some((name) => title.startsWith(name)))).toEqual(
      [],
    );
  });

  it.each(sections)("speaks in $title only of panels that exist", ({ text }) => {
    const unknown = namedIn(text).filter(
      (name) => !panels.some(({ title }) => title.startsWith(name)),
    );
    expect(unknown).toEqual([]);
  });
});
