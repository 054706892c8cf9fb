import type { NewRevision, StayChange } from "../domain/announce.js";
import type { Fate } from "../domain/pairing.js";

/** What processing made of an event; a closed set, as it is a label. */
export type Outcome = Fate | "repeated";

/** A stay the sink has committed because of an event; `repeated` when the stay was posted for that event before. */
export interface Commit {
  readonly change: StayChange | "repeated";
  readonly durationSeconds?: NewRevision["durationSeconds"];
}

export interface Processed {
  readonly outcome: Outcome;
  readonly commits: readonly Commit[];
}
