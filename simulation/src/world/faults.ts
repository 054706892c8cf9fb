import { DependencyUnavailableError } from "@boomgate/platform/errors";
import type { Choices } from "./choices.js";
import type { Coverage } from "./coverage.js";

/** An error without a recovery: the event goes to a retry queue. */
class UnforeseenError extends Error {}

/** More of them in one run could use up all attempts of one event, which would then be parked. */
const UNFORESEEN_AT_MOST = 3;

/** Makes calls fail, before or after their effect. */
export class Faults {
  private unforeseen = 0;

  constructor(
    private readonly choices: Choices,
    private readonly coverage: Coverage,
    /** One call of so many fails before it happens, and one afterwards. */
    private readonly oneOf = 16,
  ) {}

  around<T>(dependency: "store" | "sink" | "ledger", effect: () => T): T {
    const failsBefore = this.choices.oneIn(this.oneOf);
    if (failsBefore) {
      this.coverage.failedEffects += 1;
      throw new DependencyUnavailableError(dependency, "it did not happen");
    }
    const result = effect();
    if (this.choices.oneIn(this.oneOf)) {
      this.coverage.lostAnswers += 1;
      throw new DependencyUnavailableError(dependency, "it happened, and the answer was lost");
    }
    if (this.unforeseen < UNFORESEEN_AT_MOST && this.choices.oneIn(64)) {
      this.unforeseen += 1;
      this.coverage.unforeseen += 1;
      throw new UnforeseenError("it happened, and then an unforeseen error");
    }
    return result;
  }
}
