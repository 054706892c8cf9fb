import type { EntryEvent, ExitEvent } from "@boomgate/contracts";
import { encodeEvent, HEADERS, parkedQueueOf, retryQueueOf } from "@boomgate/contracts";
import type { Fault } from "./fault.js";
import { type HostileShape, hostileShapes, routedTo } from "./hostile-shapes.js";
import type { RawSending } from "./ledger.js";
import { lookAtParked } from "./look-at-parked.js";
import { reusedIds } from "./reused-ids.js";
import { countedByBackends, type Scene, untilSo } from "./scene.js";

const MINUTE_MS = 60_000;

/** A visit of a car that nobody else has. */
function visitOf(plate: string): { readonly entry: EntryEvent; readonly exit: ExitEvent } {
  const shared = { id: plate, plate, lotId: "main" };
  return {
    entry: { kind: "entry", ...shared, enteredAt: new Date(Date.now() - 90 * MINUTE_MS) },
    exit: { kind: "exit", ...shared, exitedAt: new Date(Date.now() - 30 * MINUTE_MS) },
  };
}

/** Good visits and what is no event, each through the exchange of events and straight to the queue. */
function wrapped(scene: Scene, shape: HostileShape, nth: number): readonly RawSending[] {
  const { exchanges, names } = scene.stage;
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
 * `CC` and `BCC`: of no effect at the exchanges of events. At the default exchange RabbitMQ does put copies
 * into the queues they name, before any program sees them: what comes of a copy is known for each.
 */
function copied(scene: Scene): readonly RawSending[] {
  const { exchanges, names } = scene.stage;
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
      sent("2", "", 1, exitQueue), // which holds it for an exit that has no time
      sent("3", "", 1, parkedQueueOf(names)),
      sent("4", "", 0, retryQueueOf(names, 1_000)), // from where it comes back, as a copy
    ];
  });
}

/** Those by a backend that saw what the sender wrote, and whose cause is not the one that he made up. */
async function parkedByUs(scene: Scene) {
  const parked = await lookAtParked(scene.stage);
  const ours = parked.filter(({ headers }) => headers[HEADERS.parkedAt] !== undefined);
  const forged = ours.filter(({ headers }) => headers[HEADERS.parkedCode] !== "CONTRACT_BROKEN");
  const shown = ours.filter(({ headers }) => headers[HEADERS.sender] !== undefined);
  return { parked, forged, shown };
}

export const messageFaults: readonly Fault[] = [
  {
    name: "hostile headers",
    async strike(scene) {
      const { ledger, stage } = scene;
      const sendings = hostileShapes(stage.names).flatMap((shape, nth) =>
        wrapped(scene, shape, nth),
      );
      const taken = await ledger.publishRaw([...sendings, ...copied(scene)]);
      const expected = [...ledger.mustBeParked.values()].reduce((sum, count) => sum + count, 0);
      await untilSo(async () => (await lookAtParked(stage)).length >= expected);
      const { forged, shown } = await parkedByUs(scene);
      const wrong = forged.length > 0 ? [`${forged.length} parked with a cause of their own`] : [];
      return { how: `seen of ${taken} hostile messages`, times: shown.length, wrong };
    },
  },
  {
    name: "cameras that use ids again",
    async strike(scene) {
      await scene.ledger.publish(reusedIds(Date.now()), 200);
      const reused = () => countedByBackends(scene, "parking_ids_reused_total");
      await untilSo(async () => (await reused()) > 0);
      return { how: "ids used again on one plate", times: await reused() };
    },
  },
];
