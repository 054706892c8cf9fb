import { parkedQueueOf } from "@boomgate/contracts";
import type { Sides } from "@boomgate/embedded";
import { readDepths } from "./broker-depths.js";
import { readSamples, sumOf } from "./figures.js";
import type { ServiceProcess } from "./service-process.js";
import type { Stage } from "./stage.js";

export interface Witnesses {
  readonly stage: Stage;
  readonly apiUrl: string;
  readonly backends: readonly ServiceProcess[];
  /** Stopped by now: they told in their last line what they published. */
  readonly generators: { readonly entries: ServiceProcess; readonly exits: ServiceProcess };
}

/** Asks each side by itself what became of the events. */
export async function countSides(witnesses: Witnesses): Promise<Sides> {
  const { stage, apiUrl, backends, generators } = witnesses;
  const samples = (
    await Promise.all(backends.map(({ metricsUrl }) => readSamples(metricsUrl)))
  ).flat();
  const reads = (fate: string) => sumOf(samples, "parking_reads", { fate });
  const [parked = 0] = await readDepths(stage.amqpUrl, [parkedQueueOf(stage.names)]);
  const stats = await fetch(`${apiUrl}/api/v1/stats`).then((answer) => answer.json());
  return {
    published: {
      entries: publishedBy(generators.entries),
      exits: publishedBy(generators.exits),
    },
    reads: {
      open: reads("open"),
      closed: reads("closed"),
      abandoned: reads("abandoned"),
      reread: reads("reread"),
      unmatched: reads("unmatched"),
      voided: reads("voided"),
    },
    noPlate: sumOf(samples, "parking_events_total", { outcome: "no_plate" }),
    stays: stats as Sides["stays"],
    parked,
  };
}

/** Confirmed events; one whose confirm never came could be on either side, so there must be none. */
function publishedBy(generator: ServiceProcess): number {
  const [line] = generator.logged("traffic ended");
  if (line === undefined) throw new Error(`${generator.name} did not tell what it published`);
  if (line["uncertain"] !== 0) {
    throw new Error(`${generator.name} got no confirm for ${String(line["uncertain"])} events`);
  }
  return Number(line["published"]);
}
