import { parseInstant } from "@boomgate/contracts";
import { InvalidArgumentError } from "commander";

/** "2026-03-01T08:00:00Z" on a command line, in ms since 1970. */
export function parseInstantOption(text: string): number {
  const ms = parseInstant(text);
  if (ms !== undefined) return ms;
  throw new InvalidArgumentError(
    "must be an RFC 3339 date with a zone, like 2026-03-01T08:00:00Z.",
  );
}
