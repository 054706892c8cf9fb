import type { Account } from "../access/account.js";
import { PROBLEMS } from "../problems/problem-catalogue.js";
import { refusal } from "../problems/refusal.js";
import type { AccountRates } from "./account-rates.js";
import type { InFlight } from "./in-flight.js";

interface AdmissionParts {
  readonly inFlight: Pick<InFlight, "isFull">;
  readonly broker: { readonly isAway: boolean };
  readonly backlog: { readonly isFull: boolean };
  readonly rates: Pick<AccountRates, "secondsUntilOpen">;
}

/** Refuses a request before its body is read, so that nothing is taken that cannot be passed on. */
export class Admission {
  constructor(private readonly parts: AdmissionParts) {}

  /** @throws {ProblemError} with the time after which to send the request again */
  check(account: Account): void {
    const { inFlight, broker, backlog, rates } = this.parts;
    if (inFlight.isFull) throw refusal(PROBLEMS.GATEWAY_FULL, 1);
    if (broker.isAway) throw refusal(PROBLEMS.BROKER_AWAY, 2);
    if (backlog.isFull) throw refusal(PROBLEMS.BACKLOG_FULL, 10);
    const seconds = rates.secondsUntilOpen(account);
    if (seconds > 0) throw refusal(PROBLEMS.TOO_FAST, seconds);
  }
}
