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
      metrics.published("parking.entries", "");
      metrics.published("parking.exits", "");
      metrics.confirmed("parking.entries", "", 0.0012, { headers: {} });
      metrics.returned("parking.exits", "");
      metrics.confirmed("parking.entries", "", 0.0012, { headers: {}, eventCount: 99 });
      metrics.refused("parking.parked", "", { headers: {} });
      metrics.refused("parking.exits", "", { headers: {}, eventCount: 7 });
    });
    const entry = 'exchange="parking.entries",routing_key=""';
    const exit = 'exchange="parking.exits",routing_key=""';
    expect(values).toEqual(
      expect.arrayContaining([
        `parking_messages_published_total{${entry}} 1`,
        `parking_messages_published_total{${exit}} 1`,
        `parking_messages_confirmed_total{${entry}} 2`,
        `parking_events_confirmed_total{${entry}} 100`,
        `parking_messages_refused_total{${exit}} 1`,
        `parking_events_refused_total{${exit}} 7`,
        `parking_messages_returned_total{${exit}} 1`,
        'parking_messages_refused_total{exchange="parking.parked",routing_key=""} 1',
        `parking_message_confirm_seconds_bucket{le="0.001",${entry}} 0`,
        `parking_message_confirm_seconds_bucket{le="0.002",${entry}} 2`,
      ]),
    );
  });

  it("shows the state that was reported last", async () => {
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

  it("shows 0 for each destination before anything was published", async () => {
    const registry = new Registry();
    createMessagingMetrics(registry, [{ exchange: "parking.entries", routingKey: "" }]);
    const lines = (await registry.metrics()).split("\n");
    for (const what of ["published", "confirmed", "returned", "refused"]) {
      const labels = 'exchange="parking.entries",routing_key=""';
      expect(lines).toContain(`parking_messages_${what}_total{${labels}} 0`);
    }
    for (const what of ["confirmed", "refused"]) {
      const labels = 'exchange="parking.entries",routing_key=""';
      expect(lines).toContain(`parking_events_${what}_total{${labels}} 0`);
    }
  });

  it("shows that it is not connected before anything was reported", async () => {
    expect(await valuesAfter(() => {})).toContain("parking_broker_connected 0");
  });
});
