/** How long draining the backlog takes, on the dashboards Pipeline and SLO. */
export const backlogDrain = {
  description:
    "What waits, divided by the pace of the last 5 minutes. Nothing is drawn while that pace is zero.",
  unit: "s",
  softMax: 10,
  runbook: "BacklogDrainsSlowly",
  alarm: 600,
  queries: [{ expr: "parking:backlog_drain:seconds < Inf", legend: "at this pace" }],
} as const;
