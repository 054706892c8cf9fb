import { outcomesTopology } from "@boomgate/contracts";
import { systemClock } from "@boomgate/platform/clock";
import { readConfig } from "@boomgate/platform/config";
import { createMemoryBroker } from "@boomgate/platform/messaging";
import { createLogger } from "@boomgate/platform/telemetry";
import { expect, it } from "vitest";
import { backendSettings } from "../../config.js";
import { createLedger } from "./create-ledger.js";

const names = { entryQueue: "entries", exitQueue: "exits", prefix: "" };

it.each<[Record<string, string>, boolean]>([
  [{}, true],
  [{ LEDGER: "on" }, true],
  [{ LEDGER: "off" }, false],
  [{ SUMMARY_POST_MODE: "single" }, false],
  [{ SUMMARY_POST_MODE: "single", LEDGER: "on" }, true],
])("with %j, outcomes are kept where the ledger has its queue: %s", async (env, isOn) => {
  const broker = createMemoryBroker({ topology: outcomesTopology(names, "classic") });
  const log = createLogger({ service: "test", level: "silent", showPlates: false });
  const ledger = createLedger(readConfig(backendSettings, env), {
    ...{ broker, names, clock: systemClock, log },
  });
  await ledger.start();
  expect(ledger.isOn).toBe(isOn);
  await ledger.stop();
});
