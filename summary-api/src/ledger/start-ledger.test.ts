import { outcomesTopology } from "@boomgate/contracts";
import { createMemoryBroker } from "@boomgate/platform/messaging";
import { expect, it } from "vitest";
import { aRunningApi } from "../running-api.fixture.js";

it("an API ends while its ledger waits for a broker that left in between", async () => {
  const names = { prefix: "", entryQueue: "entries", exitQueue: "exits" };
  const broker = createMemoryBroker({ topology: outcomesTopology(names, "classic") });
  broker.consume = () => new Promise(() => undefined);
  const api = await aRunningApi({ LEDGER: "on" }, { broker });
  const ready = await fetch(`${api.metricsUrl}/readyz`);
  expect([ready.status, await ready.json()]).toMatchObject([200, { ledger: "away" }]);
  const metrics = await (await fetch(`${api.metricsUrl}/metrics`)).text();
  expect(metrics).toMatch(/^parking_ledger_consuming 0$/m);
  await api.stop();
});
