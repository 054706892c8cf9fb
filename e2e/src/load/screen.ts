import type { WriteStream } from "node:tty";
import type { LoadSample } from "./sample.js";
import { type LoadStage, secondsOf } from "./stages.js";

const UP_AND_CLEAR = (lines: number) => `\u001B[${lines}A\u001B[0J`;
const EVERY_SECONDS = 5;

export interface Screen {
  show(sample: LoadSample): void;
  /** A line that stays. */
  say(line: string): void;
}

/** One screen that is written over on a terminal; a line now and then elsewhere. */
export function createScreen(output: WriteStream, stages: readonly LoadStage[]): Screen {
  if (!output.isTTY) return createLines(output);
  let shown = 0;
  const clear = () => (shown > 0 ? UP_AND_CLEAR(shown) : "");
  return {
    show(sample) {
      const lines = screenLines(sample, stages);
      output.write(`${clear()}${lines.join("\n")}\n`);
      shown = lines.length;
    },
    say(line) {
      output.write(`${clear()}${line}\n`);
      shown = 0;
    },
  };
}

function createLines(output: WriteStream): Screen {
  let next = 0;
  return {
    show(sample) {
      if (sample.second < next) return;
      next = sample.second + EVERY_SECONDS;
      output.write(`${oneLine(sample)}\n`);
    },
    say: (line) => void output.write(`${line}\n`),
  };
}

export function screenLines(sample: LoadSample, stages: readonly LoadStage[]): readonly string[] {
  const row = (name: string, value: string) => `  ${name.padEnd(24)}${value.padStart(14)}`;
  const { cores } = sample;
  return [
    `  ${Math.floor(sample.second)} of ${secondsOf(stages)} s`,
    row("wanted per second", sample.wanted.toFixed(0)),
    row("confirmed per second", sample.confirmedPerSecond.toFixed(0)),
    row("stays per second", sample.staysPerSecond.toFixed(0)),
    row("published", String(sample.published)),
    row("confirmed", String(sample.confirmed)),
    row("nacked", String(sample.nacked)),
    row("blocked", sample.isBlocked ? "yes" : "no"),
    row("backlog", String(sample.backlog)),
    row("stays", String(sample.stays)),
    row("latency p50", ms(sample.p50)),
    row("latency p95", ms(sample.p95)),
    row("latency p99", ms(sample.p99)),
    row("cores: load", cores.load.toFixed(2)),
    row("cores: backends", cores.backends.toFixed(2)),
    row("cores: summary API", cores["summary API"].toFixed(2)),
    row("cores: machine", cores.machine.toFixed(2)),
  ];
}

const oneLine = (sample: LoadSample): string =>
  [
    `${Math.floor(sample.second)} s`,
    `wanted ${sample.wanted.toFixed(0)}/s`,
    `confirmed ${sample.confirmedPerSecond.toFixed(0)}/s`,
    `stays ${sample.staysPerSecond.toFixed(0)}/s`,
    `published ${sample.published}`,
    `nacked ${sample.nacked}`,
    ...(sample.isBlocked ? ["blocked"] : []),
    `backlog ${sample.backlog}`,
    `p50 ${ms(sample.p50)}`,
    `p95 ${ms(sample.p95)}`,
    `p99 ${ms(sample.p99)}`,
    `machine ${sample.cores.machine.toFixed(1)} cores`,
  ].join("  ");

const ms = (seconds: number | undefined): string =>
  seconds === undefined ? "-" : `${(seconds * 1_000).toFixed(1)} ms`;
