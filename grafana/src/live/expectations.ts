import type { PlainDashboard, PlainPanel, PlainTarget } from "../plain-dashboard.js";
import type { Bounds } from "./plausible.js";

/** What is right for one query though it would be wrong for others of its unit. */
export interface Expectation {
  readonly dashboard: string;
  readonly panel: string;
  /** Distinguishes it from the other queries of its panel. */
  readonly legend: string;
  /** Such a query may answer nothing, and the metrics in it must be exported all the same. */
  readonly mayBeEmpty?: true;
  /** Replaces the bounds of the unit. */
  readonly bounds?: Bounds;
  readonly because: string;
}

const OVERDRAWN: Bounds = [-1_000, 1];

export const expectations: readonly Expectation[] = [
  {
    dashboard: "Pipeline",
    panel: "Successes and errors by type",
    legend: "{{event_type}} {{code}}",
    mayBeEmpty: true,
    because: "codes are drawn that were met at least once",
  },
  ...["events {{code}}", "requests {{code}}"].map((legend) => ({
    dashboard: "Pipeline",
    panel: "Refused by the gateway over 5 minutes",
    legend,
    mayBeEmpty: true as const,
    because: "codes are drawn that were met in these minutes",
  })),
  {
    dashboard: "Pipeline",
    panel: "Fields ignored over 5 minutes",
    legend: "{{field}}, at the gateway",
    mayBeEmpty: true,
    because: "fields are drawn that could not be read in these minutes",
  },
  {
    dashboard: "Pipeline",
    panel: "Processor time",
    legend: "{{job}} {{instance}}",
    bounds: [0, 64],
    because: "1 is one core, and a broker uses several",
  },
  {
    dashboard: "Pipeline",
    panel: "Cameras: clock",
    legend: "{{camera}}",
    bounds: [-86_400, 86_400],
    because: "a clock may be behind, and a message may come late",
  },
  {
    dashboard: "SLO",
    panel: "Budget left, of the time shown",
    legend: "of the budget",
    bounds: OVERDRAWN,
    because:
      "a budget may be overdrawn a thousandfold: all events late where one in a thousand may be",
  },
];

export type Expected = Pick<Expectation, "mayBeEmpty" | "bounds">;

export const expectedOf = (
  all: readonly Expectation[],
  dashboard: string,
  panel: PlainPanel,
  { legendFormat }: PlainTarget,
): Expected =>
  all.find(
    (one) =>
      one.dashboard === dashboard && one.panel === panel.title && one.legend === legendFormat,
  ) ?? {};

/** Expectations of queries that are not there, or no longer. */
export const leftovers = (
  all: readonly Expectation[],
  dashboards: readonly PlainDashboard[],
): readonly Expectation[] =>
  all.filter(
    ({ dashboard, panel, legend }) =>
      !dashboards
        .filter(({ title }) => title === dashboard)
        .flatMap(({ panels }) => panels.filter(({ title }) => title === panel))
        .some(({ targets }) => targets?.some(({ legendFormat }) => legendFormat === legend)),
  );
