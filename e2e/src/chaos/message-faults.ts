import type { EntryEvent, ExitEvent } from "@boomgate/contracts";
import { encodeEvent, HEADERS, parkedQueueOf, retryQueueOf } from "@boomgate/contracts";
import { type HostileShape, hostileShapes, routedTo } from "@boomgate/testing";
import type { Fault } from "./fault.js";
import type { RawMessageCase } from "./published-events.js";
import { readParked } from "./read-parked.js";
import { reusedIds } from "./reused-ids.js";
import { countedByBackends, type FaultTarget, waitUntil } from "./fault-target.js";

const MINUTE_MS = 60_000;
/** Bytes of headers that fit a frame of RabbitMQ's default size. */
const ROOM = 120_000;

/** A visit whose plate occurs nowhere else in the run. */
function visitOf(plate: string): { readonly entry: EntryEvent; readonly exit: ExitEvent } {
  const shared = { id: plate, plate, lotId: "main" };
  return {
    entry: { kind: "entry", ...shared, enteredAt: new Date(Date.now() - 90 * MINUTE_MS) },
    exit: { kind: "exit", ...shared, exitedAt: new Date(Date.now() - 30 * MINUTE_MS) },
  };
}

/** Valid visits and bodies that are no events, each through the exchange of its kind and directly to the queue. */
function wrapped(target: FaultTarget, shape: HostileShape, nth: number): readonly RawMessageCase[] {
  const { exchanges, names } = target.environment;
  const queues = { entry: names.entryQueue, exit: names.exitQueue };
  return [true, false].flatMap((isDirect) => {
    const { entry, exit } = visitOf(`H${nth}${isDirect ? "D" : "E"}`);
    const to = (kind: "entry" | "exit") =>
      isDirect ? { exchange: "", routingKey: queues[kind] } : { exchange: exchanges[kind] };
    return [
      ...[entry, exit].map((event) => ({
        message: { ...to(event.kind), ...shape, body: encodeEvent(event) },
        event,
        parked: 0,
      })),
      ...(["entry", "exit"] as const).map((kind) => ({
        message: { ...to(kind), ...shape, body: `no event ${nth} ${kind} ${isDirect}` },
        parked: 1,
      })),
    ];
  });
}

/**
 * Events with the headers `CC` and `BCC`, which have no effect at the exchanges of events. At the default exchange
 * RabbitMQ itself puts copies into the named queues, so each case states how many copies end in the parking lot.
 */
function copied(target: FaultTarget): readonly RawMessageCase[] {
  const { exchanges, names } = target.environment;
  const { entryQueue, exitQueue } = names;
  const everywhere = [entryQueue, exitQueue, parkedQueueOf(names), retryQueueOf(names, 1_000)];
  return (["CC", "BCC"] as const).flatMap((header) => {
    const sent = (plate: string, exchange: string, parked: number, ...queues: string[]) => {
      const { entry: event } = visitOf(`${header}${plate}`);
      const routingKey = exchange === "" ? entryQueue : "";
      const to = { exchange, routingKey, ...routedTo(header, ...queues) };
      return { message: { ...to, body: encodeEvent(event) }, event, parked };
    };
    return [
      sent("1", exchanges.entry, 0, ...everywhere),
      sent("2", "", 1, exitQueue), // parses the copy as an exit, which lacks its time
      sent("3", "", 1, parkedQueueOf(names)),
      sent("4", "", 0, retryQueueOf(names, 1_000)), // returns the copy to the entry queue, where it is a repeat
    ];
  });
}

/** Parked messages: those whose code the sender forged, and those that keep the headers of their sender. */
async function parkedByUs(target: FaultTarget) {
  const parked = await readParked(target.environment);
  const ours = parked.filter(({ headers }) => headers[HEADERS.parkedAt] !== undefined);
  const forged = ours.filter(({ headers }) => headers[HEADERS.parkedCode] !== "CONTRACT_BROKEN");
  const shown = ours.filter(({ headers }) => headers[HEADERS.sender] !== undefined);
  return { parked, forged, shown };
}

export const messageFaults: readonly Fault[] = [
  {
    name: "hostile headers",
    async inject(target) {
      const { publishedEvents, environment } = target;
      const cases = hostileShapes(environment.names, ROOM).flatMap(([, shape], nth) =>
        wrapped(target, shape, nth),
      );
      const confirmed = await publishedEvents.publishRaw([...cases, ...copied(target)]);
      const expected = [...publishedEvents.mustBeParked.values()].reduce(
        (sum, count) => sum + count,
        0,
      );
      await waitUntil(async () => (await readParked(environment)).length >= expected);
      const { forged, shown } = await parkedByUs(target);
      const problems =
        forged.length > 0
          ? [`${forged.length} parked messages have a code that their sender forged`]
          : [];
      return {
        what: `parked with their headers, of ${confirmed} hostile messages`,
        times: shown.length,
        problems,
      };
    },
  },
  {
    name: "cameras that reuse ids",
    async inject(target) {
      await target.publishedEvents.publish(reusedIds(Date.now()), 200);
      const reused = () => countedByBackends(target, "parking_ids_reused_total");
      await waitUntil(async () => (await reused()) > 0);
      return { what: "ids reused on one plate", times: await reused() };
    },
  },
];
