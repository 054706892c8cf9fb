import {
  type InHandObserver,
  publishedAtMs,
  type SettlementObserver,
  wasTriedBefore,
} from "@boomgate/pipeline";
import type { Clock } from "@boomgate/platform/clock";
import type { ReadKind } from "../domain/read.js";
import { COUNTED_FATES, type ReadCounts, zeroCounts } from "../domain/read-counts.js";
import type { Commit } from "../processors/processed.js";
import type { HistoriesObserver } from "../processors/plate-histories.js";
import type { EventMessage, EventMiddleware } from "./handler.js";
import { LotLabels } from "./lot-labels.js";
import type { PipelineMetrics } from "./pipeline-metrics.js";
import { uncountedSourceOf } from "./uncounted-source.js";

/** Counts what processing made of each event, and how long it took. */
export function withMetrics(metrics: PipelineMetrics, clock: Clock): EventMiddleware {
  return (next) => async (message) => {
    const { eventType: event_type, trace } = message;
    if (message.delivery.redelivered) metrics.redeliveries.inc({ event_type });
    const publishedMs = publishedAtMs(message.delivery);
    if (publishedMs !== undefined) {
      metrics.queueWaitSeconds.observe({ event_type }, secondsSince(publishedMs, clock), trace);
    }
    const processed = await next(message);
    const { outcome, commits } = processed;
    metrics.processingSeconds.observe({ event_type, outcome }, secondsInHand(message), trace);
    metrics.events.inc({ event_type, outcome });
    countFromElsewhere(message, metrics);
    if (commits.length > 0) {
      countCommits(commits, metrics);
      if (isCommitOf(message, commits)) {
        const seconds =
          publishedMs === undefined ? secondsInHand(message) : secondsSince(publishedMs, clock);
        metrics.endToEndSeconds.observe({ event_type }, seconds, trace);
      }
    }
    return processed;
  };
}

export const inHandMetrics = ({ inHand }: PipelineMetrics): InHandObserver<ReadKind> => ({
  inHand(eventType, change) {
    inHand[eventType] += change;
  },
});

/** Events that failed are measured when they are settled; `withMetrics` measures the others. */
export const settlementMetrics = (metrics: PipelineMetrics): SettlementObserver<ReadKind> => ({
  settled(message, settlement, code) {
    if (code === undefined) return;
    const { eventType: event_type, trace } = message;
    const labels = { event_type, outcome: settlement };
    metrics.errors.inc({ event_type, code });
    metrics.events.inc(labels);
    metrics.processingSeconds.observe(labels, secondsInHand(message), trace);
    if (settlement !== "parked") return;
    metrics.parked.inc({ code });
    countFromElsewhere(message, metrics);
  },
});

export const historiesMetrics = (
  metrics: PipelineMetrics,
  labels = new LotLabels(),
): HistoriesObserver => ({
  read({ lotId }, event_type) {
    metrics.lotReads.inc({ lot: labels.of(lotId), event_type });
  },
  moved(counts) {
    for (const fate of COUNTED_FATES)
      if (counts[fate] !== 0) metrics.reads.inc({ fate }, counts[fate]);
  },
  idsReused: (count) => metrics.idsReused.inc(count),
  conflicts: (count) => metrics.storeConflicts.inc(count),
  batch: (plates) => metrics.batchSize.observe({ batch: "plates" }, plates),
});

function countCommits(commits: readonly Commit[], metrics: PipelineMetrics): void {
  for (const { change, durationSeconds } of commits) {
    metrics.stays.inc({ change });
    if (change === "closed") metrics.stayDurationSeconds.observe({}, durationSeconds as number);
  }
}

/**
 * A copy of an exit posts a stay again that was committed long ago: the time since its publishing says nothing about
 * the pipeline. An event that was tried before may be the first that brings its stay to the sink, so its time counts.
 */
const isCommitOf = (message: EventMessage, commits: readonly Commit[]): boolean =>
  wasTriedBefore(message) || commits.some(({ change }) => change !== "repeated");

/** Counts settled events that no publisher has counted. */
function countFromElsewhere(message: EventMessage, metrics: PipelineMetrics): void {
  const source = uncountedSourceOf(message);
  if (source !== undefined) metrics.fromElsewhere.inc({ event_type: message.eventType, source });
}

const secondsInHand = ({ delivery }: EventMessage) =>
  (performance.now() - delivery.receivedAtMs) / 1_000;

/** Clocks of two machines differ: never below zero. */
const secondsSince = (ms: number, clock: Clock) => Math.max(0, clock.now() - ms) / 1_000;

/** Reads that this process added to histories, by their fate so far. */
export async function readCountsOf({ reads }: PipelineMetrics): Promise<ReadCounts> {
  const counts = zeroCounts();
  for (const { labels, value } of (await reads.get()).values) {
    const fate = COUNTED_FATES.find((name) => name === labels.fate);
    if (fate) counts[fate] = value;
  }
  return counts;
}

/** Events so far of which the camera read no plate. */
export async function noPlateCountOf({ events }: PipelineMetrics): Promise<number> {
  const { values } = await events.counter.get();
  return values
    .filter(({ labels }) => labels.outcome === "no_plate")
    .reduce((sum, { value }) => sum + value, 0);
}
