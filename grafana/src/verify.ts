import * as units from "@grafana/grafana-foundation-sdk/units";
import type { PlainDashboard, PlainPanel } from "./plain-dashboard.js";
import { expressionProblems } from "./verify-expression.js";
import { referenceProblems, type Surroundings } from "./verify-references.js";

const COLUMNS = 24;
/** The units that Grafana knows; an unknown one is shown as plain text behind the number. */
const UNITS: ReadonlySet<unknown> = new Set(Object.values(units));
/** A unit of our own: "suffix:events". */
const OWN_UNIT = /^(prefix|suffix):\S/;
/** In the title of a panel whose point is a fixed range. */
const FIXED_WINDOW = /over (\d+) (minute|hour)s?$/;
const WITHOUT_QUERY = new Set(["row", "text"]);

/** Everything that is wrong with a dashboard as far as it can be found without data; empty is good. */
export function problemsOf(dashboard: PlainDashboard, around: Surroundings): readonly string[] {
  const { panels, title } = dashboard;
  const ofPanels = panels.flatMap((panel, index) => {
    const problems = [
      ...placeProblems(panel, panels.slice(0, index)),
      ...(WITHOUT_QUERY.has(panel.type) ? [] : queryProblems(panel)),
    ];
    return problems.map((problem) => `${title} / ${panel.title}: ${problem}`);
  });
  const ofReferences = [...referenceProblems(dashboard, around)];
  return [...ofPanels, ...ofReferences.map((problem) => `${title}: ${problem}`)];
}

function* placeProblems(panel: PlainPanel, before: readonly PlainPanel[]): Generator<string> {
  const { x, y, w, h } = panel.gridPos;
  if (x < 0 || y < 0 || w < 1 || h < 1 || x + w > COLUMNS) yield "lies outside the grid";
  for (const other of before) {
    if (other.id === panel.id) yield `has the id of ${other.title}`;
    const o = other.gridPos;
    if (x < o.x + o.w && o.x < x + w && y < o.y + o.h && o.y < y + h) {
      yield `overlaps ${other.title}`;
    }
  }
}

function* queryProblems(panel: PlainPanel): Generator<string> {
  const targets = panel.targets ?? [];
  const unit = unitOf(panel);
  if (!panel.description) yield "has no description";
  if (!UNITS.has(unit) && !OWN_UNIT.test(unit ?? "")) {
    yield `has the unit ${unit ?? "none"}, which Grafana does not know`;
  }
  if (!panel.links?.some(({ url }) => url?.startsWith("/d/boomgate-runbook?"))) {
    yield "does not lead to the runbook";
  }
  if (!panel.datasource) yield "has no datasource";
  if (targets.length === 0) yield "has no query";
  if (new Set(targets.map(({ refId }) => refId)).size < targets.length) {
    yield "has one refId twice";
  }
  const [, count, of] = FIXED_WINDOW.exec(panel.title) ?? [];
  for (const target of targets) {
    if (!target.datasource) yield `${target.refId} has no datasource`;
    yield* expressionProblems(target, of && `${count}${of.slice(0, 1)}`);
  }
}

export const unitOf = ({ options, fieldConfig }: PlainPanel): string | undefined =>
  options?.yAxis?.unit ?? fieldConfig?.defaults.unit;
