import type { DashboardSpec } from "./layout.js";

/** What happens at the gates, in the words of somebody who runs a car park. */
export const carParks: DashboardSpec = {
  uid: "boomgate-car-parks",
  title: "Car parks",
  description: "Arrivals, departures and stays, and what could not be matched.",
  rows: [
    {
      title: "Gates",
      panels: [
        {
          kind: "line",
          title: "Arrivals and departures per minute",
          description: "Reads the gates sent.",
          unit: "short",
          width: 12,
          runbook: "GeneratorSilent",
          queries: [
            {
              expr: '60 * sum by (routing_key) (rate(parking_messages_confirmed_total{exchange=~".*parking[.]events"}[$__rate_interval]))',
              legend: "{{routing_key}}",
            },
          ],
        },
        {
          kind: "stack",
          title: "Reads by their fate, shares",
          description:
            "What the reads since the start of the backends meant in the history of their plate. Open are the cars inside.",
          unit: "percentunit",
          isColoredByMeaning: true,
          width: 12,
          runbook: "ConservationBroken",
          queries: [
            {
              expr: "sum by (fate) (parking_reads) / ignoring (fate) group_left () sum(parking_reads)",
              legend: "{{fate}}",
            },
          ],
        },
      ],
    },
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
          runbook: "GeneratorSilent",
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
