import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { OwnServices } from "@boomgate/e2e";
import { entriesOf, exitsOf } from "../publish-all.js";
import type { Row } from "../rows.js";
import { untilDone } from "../until-done.js";
import { type QueueType, type RowRun, withRow } from "../with-row.js";
import { publishAtRate } from "./publish-at-rate.js";
import { instantMs, type Sample } from "./recorder.js";
import { readSteps, type Steps, stepsBetween } from "./steps.js";

/** As fast as the broker takes them: faster than any consumer. */
export const SATURATED = Number.POSITIVE_INFINITY;

export interface Pace {
  readonly perSecond: number;
  /** Of entries, and as many of exits; shorter for a slow row. */
  readonly seconds: number;
  readonly queueType: QueueType;
}

export type EventType = "entry" | "exit";

/** What each event waited for, in ms. */
export interface Waits {
  /** From delivery to ack. */
  readonly processing: readonly number[];
  /** From publishing to ack, with the wait in the queue. */
  readonly endToEnd: readonly number[];
}

/** Instead of a rate, for each second of the pace. */
const EVENTS_WHEN_SATURATED = 4_000;
/** A slow row gets a backlog at any rate: it need not be a long one. */
const PART_OF_SECONDS_FOR_SLOW = 0.4;
export interface Latency extends Readonly<Record<EventType, Waits>> {
  readonly stepsOfExits: Steps | undefined;
}

/** Before anything counts: compiled code and warm connections. */
const WARM_UP_EVENTS = 2_000;
const PROBE = new URL("./amqp-probe.js", import.meta.url).href;

/** Entries at a steady rate, then their exits. */
export async function runLatency(
  row: Row,
  services: OwnServices,
  pace: Pace,
  signal: AbortSignal,
): Promise<Latency> {
  const file = join(services.rabbitmq.folder, "samples.json");
  const options = {
    queueType: pace.queueType,
    nodeOptions: ["--import", PROBE],
    env: { BENCH_PROBE_FILE: file },
  };
  return withRow(row, services, options, async (run) => {
    const { countedFromMs, stepsOfExits } = await play(run, row, pace, signal);
    await run.atWork.stop();
    const samples = JSON.parse(readFileSync(file, "utf8")) as readonly Sample[];
    const counted = samples.filter(({ publishedMs }) => publishedMs >= countedFromMs);
    const { entryQueue, exitQueue } = run.environment.names;
    const [entry, exit] = [waitsOf(counted, entryQueue), waitsOf(counted, exitQueue)];
    return { entry, exit, stepsOfExits };
  });
}

interface Played {
  /** From when on events count. */
  readonly countedFromMs: number;
  readonly stepsOfExits: Steps | undefined;
}

async function play(
  { environment, publisher, atWork, sink }: RowRun,
  row: Row,
  pace: Pace,
  signal: AbortSignal,
): Promise<Played> {
  const { entryQueue, exitQueue } = environment.names;
  const nowMs = Date.now();
  const warmUp = Math.round(WARM_UP_EVENTS * row.share);
  const count = eventsOf(pace, row);
  const { perSecond } = pace;
  const urls = atWork.metricsUrls && [...atWork.metricsUrls, sink.metricsUrl];
  let before = 0;
  const done = async (events: number) => {
    await untilDone(atWork, { before, total: before + events }, signal);
    before += events;
  };
  await publisher.publishAll(entryQueue, entriesOf(warmUp, nowMs));
  await done(warmUp);
  await publisher.publishAll(exitQueue, exitsOf(warmUp, nowMs, 100));
  await done(warmUp);
  const countedFromMs = instantMs();
  await publishAtRate(publisher, entryQueue, entriesOf(count, nowMs, warmUp), perSecond);
  await done(count);
  const stepsBefore = urls && (await readSteps(urls));
  await publishAtRate(publisher, exitQueue, exitsOf(count, nowMs, 100, warmUp), perSecond);
  await done(count);
  const stepsOfExits = stepsBefore && stepsBetween(stepsBefore, await readSteps(urls));
  return { countedFromMs, stepsOfExits };
}

function eventsOf({ perSecond, seconds }: Pace, { share }: Row): number {
  if (perSecond === SATURATED) return Math.round(EVENTS_WHEN_SATURATED * seconds * share);
  return Math.round(perSecond * seconds * (share < 1 ? PART_OF_SECONDS_FOR_SLOW : 1));
}

function waitsOf(samples: readonly Sample[], wanted: string): Waits {
  const own = samples.filter(({ queue }) => queue === wanted);
  return {
    processing: own.map(({ startedMs, doneMs }) => doneMs - startedMs),
    endToEnd: own.map(({ publishedMs, doneMs }) => doneMs - publishedMs),
  };
}
