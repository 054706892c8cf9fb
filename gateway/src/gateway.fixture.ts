import { eventsOf, outcomesTopology, pipelineTopology, type QueueNames } from "@boomgate/contracts";
import type { Patience } from "@boomgate/http";
import { readConfig } from "@boomgate/platform/config";
import { createMemoryBroker, type Delivery } from "@boomgate/platform/messaging";
import { createLogger, createRegistry } from "@boomgate/platform/telemetry";
import type { EventBroker } from "./adapters/late-broker.js";
import type { ReadLedger } from "./ports/read-ledger.js";
import { gatewaySettings } from "./settings.js";
import { startGateway } from "./start-gateway.js";

export const NOW_MS = Date.UTC(2026, 2, 1, 12);
export const EVENT_ID_KEY = "a key of at least thirty-two characters";

export const NAMES: QueueNames = { prefix: "", entryQueue: "entries", exitQueue: "exits" };

export const anEntry = (more: object = {}) => ({
  id: "e1",
  vehicle_plate: "AB 123-CD",
  entry_date_time: "2026-03-01T08:00:00Z",
  ...more,
});
export const anExit = (more: object = {}) => ({
  id: "x1",
  vehicle_plate: "AB123CD",
  exit_date_time: "2026-03-01T09:30:30.500Z",
  ...more,
});

/** Of events and of outcomes. */
function topology() {
  const events = pipelineTopology(NAMES, "classic");
  const outcomes = outcomesTopology(NAMES, "classic");
  return { ...events, queues: [...events.queues, ...outcomes.queues] };
}

export interface GatewaySetup {
  readonly env?: Readonly<Record<string, string>>;
  readonly broker?: EventBroker;
  readonly ledger?: ReadLedger;
  readonly inHand?: () => Promise<number>;
  readonly patience?: Patience;
  readonly nowMs?: () => number;
}

/** A gateway on a free port, over a broker in memory unless another is given. */
export async function aGateway(setup: GatewaySetup = {}) {
  const { env, ...parts } = setup;
  const config = readConfig(gatewaySettings, {
    GATEWAY_PORT: "0",
    ENTRY_QUEUE: NAMES.entryQueue,
    EXIT_QUEUE: NAMES.exitQueue,
    EVENT_ID_KEY,
    ...env,
  });
  const memory = createMemoryBroker({ topology: topology() });
  const registry = createRegistry("gateway");
  const gateway = await startGateway({
    config,
    broker: memory,
    log: createLogger({ service: "gateway", level: "silent", showPlates: false }),
    registry,
    nowMs: () => NOW_MS,
    ...parts,
  });
  const deliveries: Delivery[] = [];
  for (const queue of [NAMES.entryQueue, NAMES.exitQueue]) {
    await memory.consume(queue, { prefetch: 10_000 }, (delivery) => {
      deliveries.push(delivery);
      delivery.ack();
    });
  }
  return {
    ...gateway,
    memory,
    registry,
    deliveries,
    /** Bodies of the messages that arrived, parsed. */
    published: async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return deliveries.flatMap((delivery) =>
        eventsOf("event", delivery).map(({ event }) => event as Record<string, unknown>),
      );
    },
    post: (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
      fetch(`${gateway.url}/api/v1/events`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body),
      }),
    get: (path: string, headers: Readonly<Record<string, string>> = {}) =>
      fetch(`${gateway.url}${path}`, { headers }),
    stop: async () => {
      await gateway.stop();
      await memory.close();
    },
  };
}

export type TestGateway = Awaited<ReturnType<typeof aGateway>>;
