import { HEADERS, normalisePlate, PASSED_ON } from "@boomgate/contracts";
import { printable } from "@boomgate/platform/text";
import { maskedJson } from "./masked-json.js";
import type { ParkedMessage } from "./parked-message.js";
import type { CodeSummary } from "./summarize.js";

export function summaryTable(summaries: readonly CodeSummary[]): string {
  const rows = summaries.map(({ code, count, first, last }) => [code, String(count), first, last]);
  const table = [["cause", "events", "first", "last"], ...rows].map((row) => row.map(printable));
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...table.map((row) => (row[column] ?? "").length)),
  );
  return table
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "))
    .map((line) => line.trimEnd())
    .join("\n");
}

/** For a terminal: each value on its own line, without control characters. */
export function messageText(message: ParkedMessage, showPlates: boolean): string {
  const { headers, body, ...facts } = messageJson(message, showPlates);
  return [
    ...Object.entries({ ...facts, ...headers }).map(
      ([name, value]) => `${name.padEnd(16)} ${printable(String(value ?? ""))}`,
    ),
    printable(body),
  ].join("\n");
}

export function messageJson(message: ParkedMessage, showPlates: boolean) {
  const { delivery, whole: _, sender, id, code, reason, eventsInArray, ...facts } = message;
  const passedOn = PASSED_ON.map((name) => [name, delivery.headers[name]] as const).filter(
    ([, value]) => typeof value === "string" || typeof value === "number",
  );
  const senderText = sender === undefined || showPlates ? sender : (maskedJson(sender) ?? "***");
  return {
    id,
    code,
    reason: showPlates ? reason : withoutPlate(reason, delivery.body),
    ...facts,
    ...(eventsInArray === undefined ? {} : { eventsInArray }),
    headers: {
      ...Object.fromEntries(passedOn),
      ...(senderText === undefined ? {} : { [HEADERS.sender]: senderText }),
    },
    body: bodyText(delivery.body, showPlates),
  };
}

/** The body as text; plates are masked unless `showPlates`. */
export function bodyText(body: Buffer, showPlates: boolean): string {
  const text = body.toString("utf8");
  if (showPlates) return text;
  return maskedJson(text) ?? `${body.length} bytes, no JSON; --plates shows them`;
}

/** The reason may hold an answer of the sink, and the answer the plate. */
function withoutPlate(reason: string, body: Buffer): string {
  let plate: unknown;
  try {
    plate = (JSON.parse(body.toString()) as { vehicle_plate?: unknown } | null)?.vehicle_plate;
  } catch {
    return reason;
  }
  if (typeof plate !== "string" || plate === "") return reason;
  return [plate, normalisePlate(plate) ?? plate].reduce(
    (text, one) => text.replaceAll(one, "***"),
    reason,
  );
}
