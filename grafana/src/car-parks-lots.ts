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
        description: "Reads the gates of all lots sent, and the broker accepted.",
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
        title: "Reads by their fate, shares",
        description:
          "What the reads since the start of the backends mean by now in the history of their plate: open and closed are as they should be; unmatched exits and abandoned entries are reads without their other half.",
        unit: "percentunit",
        isColoredByMeaning: true,
        width: 8,
        runbook: "Cars go unmatched",
        queries: [
          {
            expr: "sum by (fate) (parking_reads) / ignoring (fate) group_left () sum(parking_reads)",
            legend: "{{fate}}",
          },
        ],
      },
    ],
  },
];
