import {
  decodeEntryEvent,
  decodeExitEvent,
  HEADERS,
  parkedExchangeOf,
  parkedQueueOf,
  pipelineTopology,
  unacceptedExchangeOf,
} from "@boomgate/contracts";
import { type Delivery, openAmqpBroker } from "@boomgate/platform/messaging";
import { readDepths } from "../broker-depths.js";
import type { Environment } from "../environment.js";
import { namedRead } from "./named-read.js";

/** AMQP's largest prefetch. */
const MAX_PREFETCH = 65_535;

/** Counts parked messages by their code. */
export function countCodes(parked: readonly Delivery[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { headers } of parked) {
    const given = headers[HEADERS.parkedCode];
    const code = typeof given === "string" ? given : "by the broker";
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

/**
 * The codes under which backends parked messages that are events of their queue, by the name of the read. Others, which
 * the broker routed there, came to no backend.
 */
export function parkedCodesOf(
  parked: readonly Delivery[],
  { names }: Pick<Environment, "names">,
): ReadonlyMap<string, ReadonlySet<string>> {
  const ours = new Set([parkedExchangeOf(names), unacceptedExchangeOf(names)]);
  const codes = new Map<string, Set<string>>();
  for (const { exchange, headers, body } of parked) {
    if (!ours.has(exchange)) continue;
    const decode =
      headers[HEADERS.originalQueue] === names.exitQueue ? decodeExitEvent : decodeEntryEvent;
    try {
      const name = namedRead(decode(body)).id;
      codes.set(name, (codes.get(name) ?? new Set()).add(String(headers[HEADERS.parkedCode])));
    } catch {
      continue; // a body that is no event has no place in the ledger
    }
  }
  return codes;
}

/** Reads messages of the parking lot, at most 65,535, and leaves them there. */
export async function readParked(environment: Environment): Promise<readonly Delivery[]> {
  const queue = parkedQueueOf(environment.names);
  const [depth = 0] = await readDepths(environment.amqpUrl, [queue]);
  const wanted = Math.min(depth, MAX_PREFETCH);
  const parked: Delivery[] = [];
  if (wanted === 0) return parked;
  const broker = await openAmqpBroker({
    url: environment.amqpUrl,
    topology: pipelineTopology(environment.names, "quorum"),
    clientName: "chaos",
    log: { warn: () => undefined, info: () => undefined },
  });
  await new Promise<void>((resolve) => {
    void broker.consume(queue, { prefetch: wanted }, (delivery) => {
      parked.push(delivery);
      if (parked.length === wanted) resolve();
    });
  });
  await broker.close();
  return parked;
}
