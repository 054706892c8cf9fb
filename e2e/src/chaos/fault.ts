import type { Delivery } from "@boomgate/platform/messaging";
import type { Env } from "../service-process.js";
import type { FaultTarget } from "./fault-target.js";

/** What a fault did to the services, as they report it. A fault without an effect proves nothing. */
export interface Effect {
  /** What is counted: "connections lost". */
  readonly what: string;
  readonly times: number;
  /** Errors that only the fault itself could see, as sentences. */
  readonly problems?: readonly string[];
  /** Messages that were in the parking lot and that the fault sent back: the ledger keeps their codes. */
  readonly replayed?: readonly Delivery[];
}

export interface Fault {
  readonly name: string;
  /** Set where the traffic is sent to two gateways, and not published. */
  readonly through?: "gateways";
  readonly needsRoot?: true;
  /** The fault is skipped where this program is not installed. */
  readonly needsProgram?: string;
  /** Environment variables of a Redis that is started for this fault alone. @param folder - of that Redis */
  redisEnv?(folder: string): Readonly<Record<string, string>>;
  /** Stays that the sink refuses during the whole run; their events have to be parked. */
  refuses?(stayId: string): boolean;
  /** Runs before the services start. */
  prepare?(folder: string): Promise<Prepared>;
  /** Runs during the traffic; when it resolves, the services are as before. */
  inject(target: FaultTarget): Promise<Effect>;
}

interface Prepared {
  /** Settings of the summary API; undefined is not set. */
  readonly apiEnv: Env;
  undo(): Promise<void>;
}
