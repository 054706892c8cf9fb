import type { WriteStream } from "node:tty";
import type { ReplayCounts } from "./replay.js";

const BAR_WIDTH = 30;
const CLEAR_LINE = "\r\u001B[2K";

export interface Progress {
  stop(): void;
  /** Prints a line, above the bar on a terminal. */
  say(line: string): void;
}

/** @param share - how much of the input was read, 0 to 1; undefined when its size is not known */
export function showProgress(
  output: WriteStream | NodeJS.WritableStream,
  counts: ReplayCounts,
  share: () => number | undefined,
): Progress {
  const startedMs = performance.now();
  const isTerminal = "isTTY" in output && output.isTTY;
  const text = () => {
    const seconds = (performance.now() - startedMs) / 1_000;
    const rate = seconds > 0 ? Math.round(counts.published / seconds) : 0;
    return `${counts.published} published, ${counts.badLines} bad lines, ${rate}/s`;
  };
  const draw = () => {
    if (isTerminal) output.write(`${CLEAR_LINE}${bar(share())}${text()}`);
    else output.write(`${text()}\n`);
  };
  const timer = setInterval(draw, isTerminal ? 100 : 5_000);
  return {
    stop() {
      clearInterval(timer);
      if (isTerminal) output.write(CLEAR_LINE);
    },
    say: (line) => void output.write(isTerminal ? `${CLEAR_LINE}${line}\n` : `${line}\n`),
  };
}

function bar(share: number | undefined): string {
  if (share === undefined) return "";
  const full = Math.round(Math.min(share, 1) * BAR_WIDTH);
  return `[${"#".repeat(full)}${"-".repeat(BAR_WIDTH - full)}] ${Math.floor(share * 100)} %  `;
}
