import { describe, expect, it } from "vitest";
import { createMessagingMetrics, Registry } from "./index.js";

async function valuesAfter(act: (metrics: ReturnType<typeof createMessagingMetrics>) => void) {
  const registry = new Registry();
  act(createMessagingMetrics(registry));
  return (await registry.metrics()).split("\n").filter((line) => line && !line.startsWith("#"));
}

describe("messaging metrics", () => {
  it("counts what became of each publish, by where it went", async () => {
    const values = await valuesAfter((metrics) => {
      metrics.published("parking.events", "entry");
      metrics.published("parking.events", "exit");
      metrics.confirmed("parking.events", "entry", 0.0012, { headers: {} });
      metrics.returned("parking.events", "exit");
      metrics.refused("", "vehicle_events.parked");
    });
    const entry = 'exchange="parking.events",routing_key="entry"';
    const exit = 'exchange="parking.events",routing_key="exit"';
    expect(values).toEqual(
      expect.arrayContaining([
        `parking_messages_published_total{${entry}} 1`,
        `parking_messages_published_total{${exit}} 1`,
        `parking_messages_confirmed_total{${entry}} 1`,
        `parking_messages_returned_total{${exit}} 1`,
        'parking_messages_refused_total{exchange="",routing_key="vehicle_events.parked"} 1',
        `parking_message_confirm_seconds_bucket{le="0.001",${entry}} 0`,
        `parking_message_confirm_seconds_bucket{le="0.002",${entry}} 1`,
      ]),
    );
  });

  it("tells the state it was told last", async () => {
    const values = await valuesAfter((metrics) => {
      metrics.connected(true);
      metrics.blocked(true);
      metrics.blocked(false);
      metrics.consuming("vehicle_entries", true);
      metrics.consuming("vehicle_exits", true);
      metrics.consuming("vehicle_exits", false);
    });
    expect(values).toEqual(
      expect.arrayContaining([
        "parking_broker_connected 1",
        "parking_broker_blocked 0",
        'parking_consumer_active{queue="vehicle_entries"} 1',
        'parking_consumer_active{queue="vehicle_exits"} 0',
      ]),
    );
  });

  it("tells 0 of where it will publish before anything happened", async () => {
    const registry = new Registry();
    createMessagingMetrics(registry, [{ exchange: "parking.events", routingKey: "entry" }]);
    const lines = (await registry.metrics()).split("\n");
    for (const what of ["published", "confirmed", "returned", "refused"]) {
      const labels = 'exchange="parking.events",routing_key="entry"';
      expect(lines).toContain(`parking_messages_${what}_total{${labels}} 0`);
    }
  });

  it("tells that it is not connected before anything happened", async () => {
    expect(await valuesAfter(() => {})).toContain("parking_broker_connected 0");
  });
});
