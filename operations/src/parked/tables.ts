import { bodyText, type ParkedMessage } from "./parked-message.js";
import type { CodeSummary } from "./summarize.js";

export function summaryTable(summaries: readonly CodeSummary[]): string {
  const rows = summaries.map(({ code, count, first, last }) => [code, String(count), first, last]);
  const table = [["cause", "messages", "first", "last"], ...rows];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...table.map((row) => (row[column] ?? "").length)),
  );
  return table
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "))
    .map((line) => line.trimEnd())
    .join("\n");
}

export function messageText(message: ParkedMessage, showPlates: boolean): string {
  const { id, code, reason, parkedAt, originalQueue, replayCount, delivery } = message;
  const facts = { id, code, reason, parkedAt, originalQueue, replayCount };
  return [
    ...Object.entries(facts).map(([name, value]) => `${name.padEnd(14)} ${value ?? ""}`),
    `${"headers".padEnd(14)} ${JSON.stringify(delivery.headers)}`,
    bodyText(delivery.body, showPlates),
  ].join("\n");
}

export const messageJson = (message: ParkedMessage, showPlates: boolean) => {
  const { delivery, ...facts } = message;
  return { ...facts, headers: delivery.headers, body: bodyText(delivery.body, showPlates) };
};
