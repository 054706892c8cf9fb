import { DOCUMENT_PREFIX, documentKey, HEADERS } from "@boomgate/contracts";
import { createClient } from "redis";
import type { Fault } from "./fault.js";
import { readParked } from "./read-parked.js";
import { nameOfBody, namedRead } from "./named-read.js";
import { type FaultTarget, waitUntil } from "./fault-target.js";
import type { TrafficEvent } from "./traffic.js";

const open = (url: string) => createClient({ url, database: 1 });
type Redis = ReturnType<typeof open>;
/** @param text - the document as it was */
type Replace = (redis: Redis, key: string, text: string) => Promise<unknown>;

const instead = (make: (text: string) => string): Replace => {
  return (redis, key, text) => redis.set(key, make(text));
};
const json = (text: string) => text.slice(text.indexOf("{"));

/** What another program may write over the document of a plate. */
const REPLACEMENTS: readonly Replace[] = [
  instead(() => "locked by job 4711"),
  instead(() => ""),
  instead(() => "\ufffd\u0000\u0001"),
  instead(json), // the format before documents had a header
  instead((text) => text.replace(/^\d+/, "999")), // the format of a newer release
  instead((text) => text.slice(0, -2)),
  instead((text) => text.slice(0, text.indexOf("{"))),
  instead((text) => text.replace(json(text), '{"cars":3}')),
  instead((text) => text.replace(json(text), '{"p":["S"],"r":[],"a":[[1,9,9]]}')), // an index without a read
  (redis, key) => redis.multi().del(key).hSet(key, "cars", "3").exec(),
  (redis, key) => redis.multi().del(key).rPush(key, "3").exec(),
];

const CODE = "HISTORY_UNREADABLE";
const HOUR_MS = 3_600_000;

const visitsOf = (nth: number): readonly TrafficEvent[] => {
  const shared = { plate: `S${nth}`, lotId: "main" };
  const ago = (hours: number) => new Date(Date.now() - hours * HOUR_MS);
  return [
    { kind: "entry", id: `in1-${nth}`, ...shared, enteredAt: ago(5) },
    { kind: "exit", id: `out1-${nth}`, ...shared, exitedAt: ago(4) },
    { kind: "entry", id: `in2-${nth}`, ...shared, enteredAt: ago(3) },
    { kind: "exit", id: `out2-${nth}`, ...shared, exitedAt: ago(2) },
  ];
};

/** Replaces documents of some plates while the traffic of all others goes on. */
async function inject(target: FaultTarget) {
  const { environment, publishedEvents, processes } = target;
  const visits = REPLACEMENTS.map((_, nth) => visitsOf(nth));
  const firstVisits = visits.flatMap((events) => events.slice(0, 2));
  // The exit of the first visit is published a second time.
  const later = visits.flatMap((events) => events.slice(1));
  const keys = visits.map((_, nth) => keyOf(target, `S${nth}`));
  const redis = open(environment.redisUrl);
  await redis.connect();
  try {
    await publishedEvents.publish(firstVisits, 300);
    await waitUntil(async () => (await redis.exists(keys)) === keys.length);
    for (const [nth, key] of keys.entries()) {
      await REPLACEMENTS[nth]?.(redis, key, (await redis.get(key)) ?? "");
    }
    await publishedEvents.publish(later, 300);
    await waitUntil(async () => (await readParked(environment)).length >= later.length);
  } finally {
    redis.destroy();
  }
  const parked = await readParked(environment);
  const affected = new Set(visits.flat().map((event) => namedRead(event).id));
  const others = parked.filter(
    ({ body, headers }) => !affected.has(nameOfBody(body)) || headers[HEADERS.parkedCode] !== CODE,
  );
  await processes.runRebuild("--force");
  await processes.replayParked(CODE);
  return {
    what: `events parked as ${CODE}, replayed after a rebuild`,
    times: parked.length < later.length ? 0 : parked.length,
    replayed: parked,
    problems: others.length > 0 ? [`${others.length} events of sound histories were parked`] : [],
  };
}

const keyOf = ({ environment }: FaultTarget, plate: string): string =>
  `${environment.settings["STORE_KEY_PREFIX"] ?? ""}${DOCUMENT_PREFIX}${documentKey("main", plate)}`;

export const documentFaults: readonly Fault[] = [
  { name: "overwritten documents in Redis", inject },
];
