import { percentilesOf } from "../latency/percentiles.js";
import type { LatencyLine } from "../latency/latency-table.js";
import type { EventType, Waits } from "../latency/run-latency.js";
import type { Tables } from "../tables.js";
import { BOOMGATE, CEILING_NAME, ONE_AT_A_TIME_NAME, TWO_BACKENDS_NAME } from "../row-names.js";
import { coresBusy } from "../service-cpu.js";
import { median } from "../throughput/median.js";
import { rateOf, type ThroughputLine } from "../throughput/throughput-table.js";

/** A target, and what one run reached. */
export interface Mark {
  readonly aim: string;
  /** Undefined where the run did not measure it. */
  readonly reached: string | undefined;
  readonly isReached: boolean;
}

const LIGHT_LOAD = 500;
const OURS: readonly string[] = [BOOMGATE, TWO_BACKENDS_NAME];

/** The targets of the pipeline, compared with one run. */
export function marksOf(tables: Tables, cores: number): readonly Mark[] {
  return [...ofThroughput(tables.throughput, cores), ...ofLatency(tables.latency), memory(tables)];
}

function ofThroughput(all: Tables["throughput"], cores: number): readonly Mark[] {
  const lines = all?.filter(({ matching }) => matching === 100) ?? [];
  const find = (name: string) => lines.find(({ row }) => row === name);
  const one = find(BOOMGATE);
  const two = find(TWO_BACKENDS_NAME);
  const times = (to: ThroughputLine | undefined, from = one) =>
    from && to && rateOf(from) / rateOf(to);
  const known = [...OURS, CEILING_NAME, ONE_AT_A_TIME_NAME];
  const peers = lines.filter(({ row }) => !known.includes(row));
  const best = peers.toSorted((a, b) => rateOf(b) - rateOf(a))[0];
  const cpu = one && median(one.rounds.map((round) => round.cpu.consumer));
  const busy =
    two && median(two.rounds.map((round) => coresBusy(round.cpu, round.eventsPerSecond)));
  return [
    atLeast("0.55 of the ceiling", 0.55, times(find(CEILING_NAME)), "", 3),
    atLeast("15 times one message at a time", 15, times(find(ONE_AT_A_TIME_NAME)), " times"),
    atLeast("3 times the best framework", 3, times(best), best ? ` times ${best.row}` : " times"),
    atMost("6 CPU seconds of the backend for 100,000 events", 6, cpu, ""),
    atLeast(
      "two backends 1.6 times one",
      1.6,
      times(one, two),
      ` times; all their processes kept ${(busy ?? 0).toFixed(1)} of ${cores} cores busy`,
      2,
    ),
  ];
}

function ofLatency(all: readonly LatencyLine[] | undefined): readonly Mark[] {
  const lines = all?.filter(({ perSecond }) => perSecond === LIGHT_LOAD) ?? [];
  const of = (name: string, type: EventType) =>
    lines.find(({ row, eventType }) => row === name && eventType === type)?.waits;
  const p50 = (type: EventType) => {
    const waits = of(BOOMGATE, type);
    return waits && percentilesOf(waits.processing).p50;
  };
  const never = "at 500 events/s no percentile worse than one message at a time";
  return [
    atMost(
      "at 500 events/s, median of entries below 2 ms from delivery to ack",
      2,
      p50("entry"),
      " ms",
    ),
    atMost(
      "at 500 events/s, median of exits below 4 ms from delivery to ack",
      4,
      p50("exit"),
      " ms",
    ),
    noneWorse(`${never}, from publishing to ack`, of, "endToEnd"),
    noneWorse(`${never}, from delivery to ack`, of, "processing"),
  ];
}

/** Compares p50, p95, p99 and max of entries and of exits. */
function noneWorse(
  aim: string,
  of: (name: string, type: EventType) => Waits | undefined,
  wait: keyof Waits,
): Mark {
  const worse: string[] = [];
  for (const type of ["entry", "exit"] as const) {
    const ours = of(BOOMGATE, type);
    const theirs = of(ONE_AT_A_TIME_NAME, type);
    if (!ours || !theirs) return { aim, reached: undefined, isReached: false };
    const [own, other] = [percentilesOf(ours[wait]), percentilesOf(theirs[wait])];
    for (const name of ["p50", "p95", "p99", "max"] as const) {
      if (own[name] <= other[name]) continue;
      worse.push(`${name} of ${type} ${own[name].toFixed(1)} ms, theirs ${other[name].toFixed(1)}`);
    }
  }
  const reached = worse.length === 0 ? "none of 8 is" : `${worse.length} of 8: ${worse.join("; ")}`;
  return { aim, reached, isReached: worse.length === 0 };
}

function memory({ growth }: Tables): Mark {
  const last = growth?.at(-1);
  const of = last ? ` MB over ${last.events.toLocaleString("en")} events` : "";
  return atMost("below 200 MB of memory", 200, last?.peakMegabytes, of, 0);
}

const atLeast = (aim: string, mark: number, value: number | undefined, unit: string, digits = 1) =>
  markOf(aim, value, unit, digits, value !== undefined && value >= mark);

const atMost = (aim: string, mark: number, value: number | undefined, unit: string, digits = 1) =>
  markOf(aim, value, unit, digits, value !== undefined && value <= mark);

const markOf = (
  aim: string,
  value: number | undefined,
  unit: string,
  digits: number,
  isReached: boolean,
): Mark => ({
  aim,
  isReached,
  reached: value === undefined ? undefined : `${value.toFixed(digits)}${unit}`,
});
