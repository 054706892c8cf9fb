import type { WriteStream } from "node:tty";

const CLEAR_LINE = "\r\u001B[2K";
const TERMINAL_EVERY_MS = 100;
const ELSEWHERE_EVERY_MS = 5_000;

/** A line of progress: rewritten in place on a terminal, printed every five seconds elsewhere. */
export function showLine(output: WriteStream) {
  const everyMs = output.isTTY ? TERMINAL_EVERY_MS : ELSEWHERE_EVERY_MS;
  let nextMs = 0;
  return {
    show(text: string): void {
      if (performance.now() < nextMs) return;
      nextMs = performance.now() + everyMs;
      output.write(output.isTTY ? `${CLEAR_LINE}${text}` : `${text}\n`);
    },
    say: (text: string): void => void output.write(`${output.isTTY ? CLEAR_LINE : ""}${text}\n`),
    end: (): void => void (output.isTTY && output.write(CLEAR_LINE)),
  };
}
