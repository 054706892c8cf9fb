import type { RowSpec } from "./layout.js";
import { orNone } from "./zero.js";

/** Cars the lot read in half an hour while this gate of it read none; 0 for a gate that reads. */
function readMeanwhile(gate: "entry" | "exit"): string {
  const reads = (selector: string) =>
    `sum by (lot) (increase(parking_lot_reads_total${selector}[30m]))`;
  // A gate that has never read a car has no series; its lot is known by the other one.
  const isSilent = `((${reads(`{event_type="${gate}"}`)} == bool 0) or 0 * ${reads("")} + 1)`;
  return `${reads("")} * on (lot) ${isSilent}`;
}

/** Events that changed the history of a plate; the others came before, or will come again. */
const MEANT = 'increase(parking_events_total{outcome!~"parked|retried|released|repeated"}[5m])';

/** Who is inside and who comes and goes, and whether each gate sees it. */
export const lotRows: readonly RowSpec[] = [
  {
    title: "Inside, coming and going",
    panels: [
      {
        kind: "line",
        title: "Occupancy",
        description:
          "Cars inside, by lot: counted from the histories of all plates, not summed up from reads, so no error adds up. A car counts as inside while its stay is open and began within OCCUPANCY_WINDOW_MS (24 h): one whose exit was missed is seen for a day, and no longer.",
        unit: "short",
        decimals: 0,
        width: 12,
        runbook: "Occupancy looks wrong",
        queries: [{ expr: "max by (lot) (parking_lot_occupancy)", legend: "{{lot}}" }],
      },
      {
        kind: "line",
        title: "Arrivals and departures per minute",
        description:
          "Reads of all lots that came to the backends, also those of gates nobody watches; one that came twice counts twice.",
        unit: "short",
        width: 12,
        runbook: "GeneratorSilent",
        queries: [
          { gate: "entry", legend: "arrivals" },
          { gate: "exit", legend: "departures" },
        ].map(({ gate, legend }) => ({
          expr: `60 * sum(rate(parking_lot_reads_total{event_type="${gate}"}[$__rate_interval]))`,
          legend,
        })),
      },
    ],
  },
  {
    title: "Does every gate see its cars?",
    panels: [
      {
        kind: "line",
        title: "Silent gates over 30 minutes",
        description:
          "For a gate that read no car in 30 minutes: how many cars the other gate of its lot read meanwhile. 0 for a gate that reads. Above 20 the alert follows.",
        unit: "short",
        decimals: 0,
        width: 8,
        softMax: 1,
        runbook: "GateSilent",
        alarm: 20,
        queries: (["entry", "exit"] as const).map((gate) => ({
          expr: orNone(readMeanwhile(gate), { lot: "no lot" }),
          legend: `{{lot}} ${gate}`,
        })),
      },
      {
        kind: "line",
        title: "Reads by lot and direction per minute",
        description:
          "Reads that came, by lot and direction. A line at zero beside one that is not: a silent gate.",
        unit: "short",
        width: 8,
        runbook: "GateSilent",
        queries: [
          {
            expr: "60 * sum by (lot, event_type) (rate(parking_lot_reads_total[$__rate_interval]))",
            legend: "{{lot}} {{event_type}}",
          },
        ],
      },
      {
        kind: "stack",
        title: "Outcomes of reads, shares over 5 minutes",
        description:
          "What reads meant when they came. Entries open a stay and exits close one: about half each is as it should be. An unmatched exit has no entry; an entry whose exit was missed came as open, and stays so here. Copies are left out.",
        unit: "percentunit",
        isColoredByMeaning: true,
        width: 8,
        runbook: "Cars go unmatched",
        queries: [
          {
            expr: `sum by (outcome) (${MEANT}) / ignoring (outcome) group_left () sum(${MEANT}) and sum by (outcome) (parking_events_total) > 0`,
            legend: "{{outcome}}",
          },
        ],
      },
    ],
  },
];
