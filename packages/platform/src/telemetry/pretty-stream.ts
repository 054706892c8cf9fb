import type { DestinationStream } from "pino";
import { isColorSupported, prettyFactory } from "pino-pretty";
import { printableLines } from "../text/index.js";

/** Short lines for a person: `08:30:00 INFO: backend: consuming {"queue":"vehicle_entries"}`. */
export function prettyStream(destination: DestinationStream): DestinationStream {
  // The plain function instead of pino-pretty's stream: nothing is left in a buffer at an exit.
  const pretty = prettyFactory({
    colorize: isColorSupported,
    singleLine: true,
    translateTime: "SYS:HH:MM:ss",
    messageFormat: "{service}: {msg}",
    ignore: "service",
  });
  return { write: (line) => destination.write(pretty(printableLine(line))) };
}

/** Fields of a line and messages of errors may contain text from outside. */
const printableLine = (line: string): string =>
  JSON.stringify(
    JSON.parse(line, (_key, value: unknown) =>
      typeof value === "string" ? printableLines(value) : value,
    ),
  );
