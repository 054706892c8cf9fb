import { documentKey, HEADERS } from "@boomgate/contracts";
import { createClient } from "redis";
import type { Fault } from "./fault.js";
import { lookAtParked } from "./look-at-parked.js";
import { nameOfBody, namedRead } from "./named-read.js";
import { type Scene, untilSo } from "./scene.js";
import type { TrafficEvent } from "./traffic.js";

const open = (url: string) => createClient({ url, database: 1 });
type Redis = ReturnType<typeof open>;
/** @param text - the document as it was */
type Spoil = (redis: Redis, key: string, text: string) => Promise<unknown>;

const instead = (make: (text: string) => string): Spoil => {
  return (redis, key, text) => redis.set(key, make(text));
};
const json = (text: string) => text.slice(text.indexOf("{"));

/** What others may leave where the document of a plate was. */
const SPOILS: readonly Spoil[] = [
  instead(() => "locked by job 4711"),
  instead(() => ""),
  instead(() => "\ufffd\u0000\u0001"),
  instead(json), // as before documents had a head
  instead((text) => text.replace(/^\d+/, "999")), // of a newer release
  instead((text) => text.slice(0, -2)),
  instead((text) => text.slice(0, text.indexOf("{"))),
  instead((text) => text.replace(json(text), '{"cars":3}')),
  instead((text) => text.replace(json(text), '{"p":["S"],"r":[],"a":[[1,9,9]]}')), // leads nowhere
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

/** Among the plates of the traffic, which go on meanwhile. */
async function strike(scene: Scene) {
  const { stage, ledger, cast } = scene;
  const visits = SPOILS.map((_, nth) => visitsOf(nth));
  const firstOnes = visits.flatMap((events) => events.slice(0, 2));
  const later = visits.flatMap((events) => events.slice(1)); // a copy among them
  const keys = visits.map((_, nth) => keyOf(scene, `S${nth}`));
  const redis = open(stage.redisUrl);
  await redis.connect();
  try {
    await ledger.publish(firstOnes, 300);
    await untilSo(async () => (await redis.exists(keys)) === keys.length);
    for (const [nth, key] of keys.entries()) {
      await SPOILS[nth]?.(redis, key, (await redis.get(key)) ?? "");
    }
    await ledger.publish(later, 300);
    await untilSo(async () => (await lookAtParked(stage)).length >= later.length);
  } finally {
    redis.destroy();
  }
  const parked = await lookAtParked(stage);
  const spoilt = new Set(visits.flat().map((event) => namedRead(event).id));
  const others = parked.filter(
    ({ body, headers }) => !spoilt.has(nameOfBody(body)) || headers[HEADERS.parkedCode] !== CODE,
  );
  await cast.runRebuild("--force");
  await cast.replayParked(CODE);
  return {
    how: `events parked as ${CODE}, replayed after a rebuild`,
    times: parked.length < later.length ? 0 : parked.length,
    wrong: others.length > 0 ? [`${others.length} parked that have a history`] : [],
  };
}

const keyOf = ({ stage }: Scene, plate: string): string =>
  `${stage.env["STORE_KEY_PREFIX"] ?? ""}plate:${documentKey("main", plate)}`;

export const documentFaults: readonly Fault[] = [{ name: "spoilt documents in Redis", strike }];
