import { outcomesExchangeOf } from "@boomgate/contracts";
import type { Running } from "@boomgate/platform/lifecycle";
import { QueueMissingError } from "@boomgate/platform/messaging";
import { BrokerOutcomeLedger } from "./broker-outcome-ledger.js";
import { LedgerOnceFound } from "./ledger-once-found.js";
import type { BackendParts } from "../../backend-parts.js";
import { type BackendConfig, ledgerModeOf } from "../../config.js";
import { NO_LEDGER, type OutcomeLedger } from "../../ports/outcome-ledger.js";

/** An outcome ledger that may have to look for its queue: `start` resolves within seconds. */
export type StartedLedger = OutcomeLedger & Running & { start(): Promise<void> };

/** The ledger of this configuration, as LEDGER says. */
export function createLedger(
  config: BackendConfig,
  { broker, names, clock, log }: Pick<BackendParts, "broker" | "names" | "clock" | "log">,
): StartedLedger {
  const mode = ledgerModeOf(config);
  if (mode === "off") return Object.assign({ ...NO_LEDGER }, NOTHING_TO_START);
  const ledger = new BrokerOutcomeLedger(broker, names, clock);
  if (mode === "on") return Object.assign(ledger, NOTHING_TO_START);
  const queue = outcomesExchangeOf(names); // the queue has the name of its exchange
  const isThere = async () => {
    try {
      await broker.depth(queue);
      return true;
    } catch (error) {
      if (error instanceof QueueMissingError) return false;
      throw error;
    }
  };
  return new LedgerOnceFound(ledger, isThere, log);
}

const NOTHING_TO_START = { start: async () => undefined, stop: async () => undefined };
