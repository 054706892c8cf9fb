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
          description: "Stays that were closed, at the present pace.",
          unit: "short",
          width: 12,
          runbook: "StaysNotCommitted",
          queries: [
            {
              expr: '3600 * sum(rate(parking_events_total{outcome="closed"}[$__rate_interval]))',
              legend: "closed",
            },
          ],
        },
        {
          kind: "line",
          title: "Unmatched and corrected per minute",
          description:
            "Exits without an entry, and stays that a late read corrected. A sudden rise means a camera that misses cars.",
          unit: "short",
          isColoredByMeaning: true,
          width: 12,
          runbook: "Cars go unmatched",
          queries: [
            {
              expr: '60 * sum by (outcome) (rate(parking_events_total{outcome=~"unmatched|corrected"}[$__rate_interval]))',
              legend: "{{outcome}}",
            },
          ],
        },
      ],
    },
  ],
};
