import { lotRows } from "./car-parks-lots.js";
import type { DashboardSpec } from "./layout.js";

/** What happens at the gates, in the words of somebody who runs a car park. */
export const carParks: DashboardSpec = {
  uid: "boomgate-car-parks",
  title: "Car parks",
  description: "Arrivals, departures and stays, and what could not be matched.",
  rows: [
    ...lotRows,
    {
      title: "Stays",
      panels: [
        {
          kind: "line",
          title: "Stays per hour",
          description:
            "Stays that were closed and committed, at the present pace: each once at most, whatever corrects it later. One whose backend ended before it heard of the commit comes back as repeated, and is left out.",
          unit: "short",
          width: 8,
          runbook: "StaysNotCommitted",
          queries: [
            {
              expr: '3600 * sum(rate(parking_stays_committed_total{change="closed"}[$__rate_interval]))',
              legend: "closed",
            },
          ],
        },
        {
          kind: "line",
          title: "Dwell time p50, p95",
          description:
            "Half and 95 % of the cars stayed no longer, by the clocks of the gates: hours of a simulated world, however fast it runs. As the stays were first closed; from a minute to a day.",
          unit: "dthms",
          width: 8,
          runbook: "Cars go unmatched",
          queries: [0.5, 0.95].map((q) => ({
            expr: `histogram_quantile(${q}, sum by (le) (rate(parking_stay_duration_seconds_bucket[$__rate_interval])))`,
            legend: `p${q * 100}`,
          })),
        },
        {
          kind: "line",
          title: "Unmatched and corrected per minute",
          description:
            "Exits without an entry, and stays that a late read corrected or made void. A sudden rise means a camera that misses cars.",
          unit: "short",
          isColoredByMeaning: true,
          width: 8,
          runbook: "Cars go unmatched",
          queries: [
            {
              expr: '60 * sum by (outcome) (rate(parking_events_total{outcome="unmatched"}[$__rate_interval]))',
              legend: "{{outcome}}",
            },
            {
              expr: '60 * sum by (change) (rate(parking_stays_committed_total{change=~"corrected|voided"}[$__rate_interval]))',
              legend: "{{change}}",
            },
          ],
        },
      ],
    },
  ],
};
