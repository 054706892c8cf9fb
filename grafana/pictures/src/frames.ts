import { type DataFrame, FieldType, toDataFrame } from "@grafana/data";
import type { RecordedPanel } from "../../src/pictures/recording.js";

/** One frame for each series, as in Grafana's Prometheus data source. */
export const framesOf = ({ answers, stepSeconds }: RecordedPanel): DataFrame[] =>
  answers.flatMap(({ refId, legendFormat, series }) =>
    series.map(({ metric, values }) =>
      toDataFrame({
        refId,
        fields: [
          {
            name: "Time",
            type: FieldType.time,
            values: values.map(([seconds]) => seconds * 1_000),
            // A missing step interrupts the line.
            config: { interval: stepSeconds * 1_000 },
          },
          {
            name: "Value",
            type: FieldType.number,
            values: values.map(([, text]) => numberOf(text)),
            labels: metric,
            config: { displayNameFromDS: legendOf(legendFormat, metric) },
          },
        ],
      }),
    ),
  );

/** Prometheus writes infinity as "+Inf". A value that is not a number is no point. */
function numberOf(text: string): number | null {
  const value = text.endsWith("Inf") ? Number(`${text}inity`) : Number(text);
  return Number.isNaN(value) ? null : value;
}

const legendOf = (format: string, labels: Readonly<Record<string, string>>): string =>
  format.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (_whole, label: string) => labels[label] ?? "");
