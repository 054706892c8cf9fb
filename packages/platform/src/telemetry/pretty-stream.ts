import type { DestinationStream } from "pino";
import { isColorSupported, prettyFactory } from "pino-pretty";

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
  return { write: (line) => destination.write(pretty(line)) };
}
