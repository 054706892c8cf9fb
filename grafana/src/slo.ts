import { backlogDrain } from "./backlog-drain.js";
import type { DashboardSpec } from "./layout.js";
import type { PanelSpec } from "./panel.js";
import { commitErrors, processingErrors, type SloErrors } from "./slo-errors.js";

/** 99.9 %: the share of misses that is allowed. */
const BUDGET = 0.001;
export const WINDOWS = ["5m", "30m", "1h", "6h"] as const;

interface Objective {
  readonly sentence: string;
  /** "50 ms" */
  readonly limit: string;
  readonly errors: SloErrors;
  readonly record: string;
  readonly runbook: string;
}

const panelsOf = ({
  sentence,
  limit,
  errors,
  record,
  runbook,
}: Objective): readonly PanelSpec[] => [
  {
    kind: "stat",
    title: "Within the objective, last 5 minutes",
    description: sentence,
    unit: "percentunit",
    width: 6,
    decimals: 2,
    alarmBelow: 1 - BUDGET,
    runbook,
    queries: [
      {
        expr: `1 - ${record}:ratio_rate5m`,
        legend: `within ${limit}`,
      },
    ],
  },
  {
    kind: "stat",
    title: "Budget left, of the time shown",
    description: "100 % is all of it; below 0 % more missed the objective than 99.9 % allows.",
    unit: "percentunit",
    width: 6,
    decimals: 0,
    alarmBelow: 0,
    runbook,
    queries: [
      {
        expr: `1 - (${errors("$__range")}) / ${BUDGET}`,
        legend: "of the budget",
      },
    ],
  },
  {
    kind: "line",
    title: "Burn rate",
    description:
      "How many times faster than allowed the budget is spent, by window. Alerts fire at 14.4 (1 h) and 6 (6 h).",
    unit: "short",
    width: 12,
    runbook,
    alarm: 14.4,
    queries: WINDOWS.map((window) => ({
      expr: `${record}:ratio_rate${window} / ${BUDGET}`,
      legend: window,
    })),
  },
];

/** What was promised, and how much of it is left. */
export const slo: DashboardSpec = {
  uid: "boomgate-slo",
  title: "SLO",
  description: "What was promised, what is kept, and how fast the error budget burns.",
  rows: [
    {
      title: "99.9 % of events are processed within 50 ms",
      panels: panelsOf({
        sentence:
          "Share of deliveries that were processed with success within 50 ms. One that was parked, or will be tried again, is a miss.",
        limit: "50 ms",
        errors: processingErrors,
        record: "parking:slo_processing_errors",
        runbook: "ProcessingBudgetBurnsFast",
      }),
    },
    {
      title: "99.9 % of stays are committed within 5 s",
      panels: panelsOf({
        sentence:
          "Share of stays that the sink committed within 5 s of the publish of the event that closed, corrected or voided them.",
        limit: "5 s",
        errors: commitErrors,
        record: "parking:slo_commit_errors",
        runbook: "CommitBudgetBurnsFast",
      }),
    },
    {
      title: "Nothing is lost",
      panels: [
        {
          kind: "line",
          title: "Accepted and accounted for",
          description: "Events the broker accepted, and events whose fate is decided.",
          unit: "eps",
          width: 12,
          runbook: "EventsLost",
          queries: [
            { expr: "parking:accepted:rate5m", legend: "accepted" },
            { expr: "parking:accounted:rate5m", legend: "accounted for" },
          ],
        },
        {
          kind: "line",
          title: "In flight",
          description:
            "Accepted and not settled yet: in the queues, in hand, or on their way round.",
          unit: "short",
          width: 12,
          runbook: "EventsLost",
          queries: [{ expr: "parking:in_flight:events", legend: "in flight" }],
        },
        {
          kind: "line",
          title: "Not accounted for, 30 minutes",
          description:
            "Accepted, and neither settled nor waiting; below zero: settled, and never accepted. Nothing is wrong as long as it is no more " +
            "than scrapes of different moments explain, and above minus what may be counted twice when a confirm or an ack was lost. " +
            "What may be a backlog of replayed or foreign events is left out.",
          unit: "suffix:events",
          width: 12,
          isSigned: true,
          runbook: "EventsLost",
          queries: [
            {
              expr: "clamp_min(parking:lost:events30m, 0) - clamp_min(parking:invented:events30m, 0)",
              legend: "not accounted for",
            },
            { expr: "parking:conservation_slack:events", legend: "scrapes explain" },
            {
              expr: "-parking:conservation_slack:events - parking:counted_twice:events30m",
              legend: "scrapes, and what may be counted twice, explain",
            },
          ],
        },
        {
          kind: "line",
          title: "Backlog drains in",
          width: 12,
          ...backlogDrain,
        },
      ],
    },
  ],
};
