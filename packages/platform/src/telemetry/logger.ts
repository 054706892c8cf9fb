import { pino, stdTimeFunctions, type DestinationStream, type Logger } from "pino";
import { printableLines } from "../text/index.js";
import { prettyStream } from "./pretty-stream.js";
import { serializeError } from "./serialize-error.js";

export type { Logger } from "pino";

export interface LoggerOptions {
  /** Field `service` of every line: "backend". */
  readonly service: string;
  readonly level: string;
  /** Shows the field `plate` in full; otherwise only its first and last character are left. */
  readonly showPlates: boolean;
  /** Standard output when left out. Lines are readable on a terminal and JSON anywhere else. */
  readonly destination?: DestinationStream & { readonly isTTY?: boolean };
}

/** A plate may be logged in the field `plate` only; nothing looks for plates anywhere else. */
export function createLogger({ service, level, showPlates, destination }: LoggerOptions): Logger {
  const plate = showPlates ? (value: unknown) => value : maskPlateField;
  return pino(
    {
      level,
      base: { service },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { plate, err: serializeError },
    },
    streamFor(destination),
  );
}

function streamFor(destination: LoggerOptions["destination"]): DestinationStream {
  const isTerminal = destination === undefined ? process.stdout.isTTY : destination.isTTY;
  if (isTerminal) return prettyStream(destination ?? process.stdout);
  // Written at once, so that the last lines before an exit are not lost.
  const lines = destination ?? pino.destination({ dest: 1, sync: true });
  // Logs are read on terminals as well, and JSON escapes only some of the characters that control one.
  return { write: (line) => void lines.write(printableLines(line)) };
}

function maskPlateField(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskPlateField);
  return typeof value === "string" ? maskText(value) : "***";
}

/** A mark alone would be drawn over the asterisk beside it. */
const CHARACTER_WITH_MARKS = /.\p{M}*/gsu;

/** Keeps what an operator needs to recognise a text, hides the rest: "AB123CD" becomes "A*****D". */
function maskText(text: string): string {
  const characters = text.match(CHARACTER_WITH_MARKS) ?? [];
  if (characters.length <= 2) return "*".repeat(characters.length);
  return `${characters[0]}${"*".repeat(characters.length - 2)}${characters.at(-1)}`;
}
