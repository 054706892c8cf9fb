import { HEADERS, parkedQueueOf, pipelineTopology } from "@boomgate/contracts";
import { type Delivery, openAmqpBroker } from "@boomgate/platform/messaging";
import { readDepths } from "../broker-depths.js";
import type { Stage } from "../stage.js";

/** The most that AMQP can hand out unacked. */
const MOST = 65_535;

/** How many of them were parked for what cause. */
export function countCodes(parked: readonly Delivery[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { headers } of parked) {
    const given = headers[HEADERS.parkedCode];
    const code = typeof given === "string" ? given : "by the broker";
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

/** Messages in the parking lot, at most 65,535; they stay there. */
export async function lookAtParked(stage: Stage): Promise<readonly Delivery[]> {
  const queue = parkedQueueOf(stage.names);
  const [depth = 0] = await readDepths(stage.amqpUrl, [queue]);
  const wanted = Math.min(depth, MOST);
  const parked: Delivery[] = [];
  if (wanted === 0) return parked;
  const broker = await openAmqpBroker({
    url: stage.amqpUrl,
    topology: pipelineTopology(stage.names, "quorum"),
    clientName: "judge",
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
