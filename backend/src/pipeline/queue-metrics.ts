import { within } from "@boomgate/platform/lifecycle";
import { Gauge, type Registry } from "@boomgate/platform/telemetry";

/** How long a scrape waits for the broker. */
const BROKER_TIMEOUT_MS = 1_000;

interface QueueDepths {
  readonly queues: readonly string[];
  /** Messages ready for delivery; may reject. */
  depth(queue: string): Promise<number>;
}

/** The broker is asked at each scrape; a queue about which it does not answer in time has no value. */
export function createQueueMetrics(registry: Registry, depths?: QueueDepths): void {
  const gauge: Gauge<"queue"> = new Gauge({
    name: "parking_queue_messages",
    help: "Messages that wait in the queue, as the broker reports to each backend.",
    labelNames: ["queue"],
    registers: [registry],
    async collect() {
      if (depths === undefined) return;
      const asked = depths.queues.map(async (queue) => {
        const asking = within(
          BROKER_TIMEOUT_MS,
          `asking for the depth of ${queue}`,
          depths.depth(queue),
        );
        const messages = await asking.catch(() => undefined);
        if (messages === undefined) gauge.remove(queue);
        else gauge.set({ queue }, messages);
      });
      await Promise.all(asked);
    },
  });
}
