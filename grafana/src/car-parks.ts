import type { DashboardSpec } from "./layout.js";

/** What happens at the gates, in the words of somebody who runs a car park. */
export const carParks: DashboardSpec = {
  uid: "boomgate-car-parks",
  title: "Car parks",
  description: "Arrivals, departures and stays, and what could not be matched.",
  rows: [
    {
      title: "Lots and gates",
      panels: [
        {
          kind: "line",
          title: "Occupancy",
          description:
            "Cars inside, by lot: open stays that began within OCCUPANCY_WINDOW_MS, so that a missed exit is seen for a day and no longer.",
          unit: "short",
          decimals: 0,
          width: 12,
          runbook: "GateSilent",
          queries: [{ expr: "max by (lot) (parking_lot_occupancy)", legend: "{{lot}}" }],
        },
        {
          kind: "line",
          title: "Reads by lot and direction per minute",
          description:
            "Reads that came, by lot and direction. A line at zero beside one that is not: a silent gate.",
          unit: "short",
          width: 12,
          runbook: "GateSilent",
          queries: [
            {
              expr: "60 * sum by (lot, event_type) (rate(parking_lot_reads_total[$__rate_interval]))",
              legend: "{{lot}} {{event_type}}",
            },
          ],
        },
        {
          kind: "line",
          title: "Arrivals and departures per minute",
          description: "Reads the gates sent.",
          unit: "short",
          width: 12,
          runbook: "GeneratorSilent",
          queries: [
            { key: "entry", legend: "arrivals" },
            { key: "exit", legend: "departures" },
          ].map(({ key, legend }) => ({
            expr: `60 * sum(rate(parking_messages_confirmed_total{exchange=~".*parking[.]events", routing_key="${key}"}[$__rate_interval]))`,
            legend,
          })),
        },
        {
          kind: "stack",
          title: "Reads by their fate, shares",
          description:
            "What the reads since the start of the backends meant in the history of their plate.",
          unit: "percentunit",
          isColoredByMeaning: true,
          width: 12,
          runbook: "EventsLost",
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
