/** Counts of what happened in the runs: without a crash in them they prove nothing about crashes. */
export interface Coverage {
  runs: number;
  events: number;
  /** Messages that held several events. */
  arrays: number;
  deliveries: number;
  redeliveries: number;
  crashes: number;
  lostChannels: number;
  failedEffects: number;
  lostAnswers: number;
  unforeseen: number;
  conflicts: number;
  losses: number;
  rebuildsFromBoth: number;
  rebuildsFromStream: number;
  rebuildsFromLedger: number;
  rebuiltPlates: number;
  closedStays: number;
  voidStays: number;
  refusedStays: number;
  parkedMessages: number;
  lateReads: number;
  aheadReads: number;
  /** Documents that expired. */
  forgottenPlates: number;
  /** How often all processes were frozen. */
  freezes: number;
  /** How often time went on to the next event, or to the end of a pause, while work was left. */
  waitsWithWork: number;
  retriedMessages: number;
  /** Visits that have to be one stay by any rule. */
  loneVisits: number;
  /** Lone visits whose exit was before the entry by the clocks of the gates. */
  loneTurnedRound: number;
  fullestHistory: number;
}

export const noCoverage = (): Coverage => ({
  runs: 0,
  events: 0,
  arrays: 0,
  deliveries: 0,
  redeliveries: 0,
  crashes: 0,
  lostChannels: 0,
  failedEffects: 0,
  lostAnswers: 0,
  unforeseen: 0,
  conflicts: 0,
  losses: 0,
  rebuildsFromBoth: 0,
  rebuildsFromStream: 0,
  rebuildsFromLedger: 0,
  rebuiltPlates: 0,
  closedStays: 0,
  voidStays: 0,
  refusedStays: 0,
  parkedMessages: 0,
  lateReads: 0,
  aheadReads: 0,
  forgottenPlates: 0,
  freezes: 0,
  waitsWithWork: 0,
  retriedMessages: 0,
  loneVisits: 0,
  loneTurnedRound: 0,
  fullestHistory: 0,
});
