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

export interface Pace {
  readonly perSecond: number;
  /** Of entries, and the same for exits; shorter for a slow row. */
  readonly seconds: number;
  readonly queueType: QueueType;
}

export type EventType = "entry" | "exit";

/** One value for each event, in ms. */
export interface Waits {
  /** From delivery to ack. */
  readonly processing: readonly number[];
  /** From publishing to ack, including the wait in the queue. */
  readonly endToEnd: readonly number[];
}

/** A slow row gets a shorter run, as its backlog grows at any rate. */
const PART_OF_SECONDS_FOR_SLOW = 0.4;
export interface Latency extends Readonly<Record<EventType, Waits>> {
  readonly stepsOfExits: Steps | undefined;
}

/** Not measured: until code is compiled and connections are open. */
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
    const { countedFromMs, stepsOfExits } = await publishEvents(run, row, pace, signal);
    await run.consumers.stop();
    const samples = JSON.parse(readFileSync(file, "utf8")) as readonly Sample[];
    const counted = samples.filter(({ publishedMs }) => publishedMs >= countedFromMs);
    const { entryQueue, exitQueue } = run.environment.names;
    const [entry, exit] = [waitsOf(counted, entryQueue), waitsOf(counted, exitQueue)];
    return { entry, exit, stepsOfExits };
  });
}

interface PublishedRun {
  /** Events published before this are warm-up. */
  readonly countedFromMs: number;
  readonly stepsOfExits: Steps | undefined;
}

async function publishEvents(
  { environment, publisher, consumers, sink }: RowRun,
  row: Row,
  pace: Pace,
  signal: AbortSignal,
): Promise<PublishedRun> {
  const { entryQueue, exitQueue } = environment.names;
  const nowMs = Date.now();
  const warmUp = Math.round(WARM_UP_EVENTS * row.share);
  const count = eventsOf(pace, row);
  const { perSecond } = pace;
  const urls = consumers.metricsUrls && [...consumers.metricsUrls, sink.metricsUrl];
  let before = 0;
  const done = async (events: number) => {
    await untilDone(consumers, { before, total: before + events }, signal);
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
  return Math.round(perSecond * seconds * (share < 1 ? PART_OF_SECONDS_FOR_SLOW : 1));
}

function waitsOf(samples: readonly Sample[], wanted: string): Waits {
  const own = samples.filter(({ queue }) => queue === wanted);
  return {
    processing: own.map(({ startedMs, doneMs }) => doneMs - startedMs),
    endToEnd: own.map(({ publishedMs, doneMs }) => doneMs - publishedMs),
  };
}
