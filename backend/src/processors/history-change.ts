import type { AppliedReads } from "../domain/apply-reads.js";
import { type HorizonRules, mattersUntilMs, openUntilMs } from "../domain/lifetime.js";
import type { PairingRules } from "../domain/pairing.js";
import type { HistoryChange, StoredHistory } from "../ports/plate-history-store.js";
import type { PlateGroup } from "./plate-group.js";

/** What is saved, and how long it matters. @param isUnposted - until somebody has answered for what it made */
export function changeOf(
  {
    group,
    before,
    applied,
  }: {
    readonly group: Pick<PlateGroup, "key">;
    readonly before: Pick<StoredHistory, "version">;
    readonly applied: Pick<AppliedReads, "history" | "inserted" | "open">;
  },
  rules: PairingRules & HorizonRules,
  isUnposted: boolean,
): HistoryChange {
  const { history: next, inserted, open } = applied;
  let oldest = inserted[0];
  let newest = inserted[0];
  for (const read of inserted) {
    if (oldest && read.atMs < oldest.atMs) oldest = read;
    if (newest && read.atMs > newest.atMs) newest = read;
  }
  return {
    key: group.key,
    expected: before.version,
    next,
    oldestNewMs: oldest?.atMs,
    mattersUntilMs: newest && mattersUntilMs(newest, rules),
    openUntilMs: open && openUntilMs(open, rules),
    isUnposted,
  };
}
