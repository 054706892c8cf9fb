import { parkedQueueOf } from "@boomgate/contracts";
import type { Sides } from "@boomgate/embedded";
import { readDepths } from "./broker-depths.js";
import { readSamples, sumOf } from "./read-samples.js";
import type { ServiceProcess } from "./service-process.js";
import type { Environment } from "./environment.js";

interface RunningServices {
  readonly environment: Environment;
  readonly apiUrl: string;
  readonly backends: readonly ServiceProcess[];
  /** Already stopped: their last log line has the number of published events. */
  readonly generators: { readonly entries: ServiceProcess; readonly exits: ServiceProcess };
}

/** Counts the events in generators, backends, sink and parking lot. */
export async function countSides(running: RunningServices): Promise<Sides> {
  const { environment, apiUrl, backends, generators } = running;
  const samples = (
    await Promise.all(backends.map(({ metricsUrl }) => readSamples(metricsUrl)))
  ).flat();
  const reads = (fate: string) => sumOf(samples, "parking_reads", { fate });
  const [parked = 0] = await readDepths(environment.amqpUrl, [parkedQueueOf(environment.names)]);
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
    ledger: undefined, // off in these services
  };
}

/** @throws {Error} when an event has no confirm, as it may have been published or not */
function publishedBy(generator: ServiceProcess): number {
  const [line] = generator.logged("traffic ended");
  if (line === undefined)
    throw new Error(`${generator.name} did not log how many events it published`);
  if (line["uncertain"] !== 0) {
    throw new Error(`${generator.name} got no confirm for ${String(line["uncertain"])} events`);
  }
  return Number(line["published"]);
}
