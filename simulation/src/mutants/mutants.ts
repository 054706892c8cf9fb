import { LEDGER_MUTANTS } from "./ledger-mutants.js";
import type { Mutant } from "./mutant.js";

export const MUTANTS: readonly Mutant[] = [
  ...LEDGER_MUTANTS,
  {
    name: "acks before the stays are posted",
    workspace: "packages/pipeline",
    file: "settlement.js",
    find: "await handler(message);",
    replace: "message.delivery.ack(); await handler(message);",
  },
  {
    name: "posts nothing when an event comes again",
    file: "domain/apply-reads.js",
    find: `announcements: insertions.includes("repeated")`,
    replace: "announcements: false",
  },
  {
    name: "gives every revision the same number",
    file: "domain/announce.js",
    find: "Math.max((previous?.revision ?? 0) + 1, nowMs)",
    replace: "1",
  },
  {
    name: "never makes a stay void",
    file: "domain/announce.js",
    find: "if (!previous && entry === undefined)",
    replace: "if (entry === undefined)",
  },
  {
    name: "uses an entry for more than one exit",
    file: "domain/pairing.js",
    find: `this.open = undefined;
        this.closer = exit;`,
    replace: "this.closer = exit;",
  },
  {
    name: "keeps the first of two entries, however late the second",
    file: "domain/pairing.js",
    find: "this.isWithin(this.rules.rereadWindowMs, this.open, entry)",
    replace: "this.open !== undefined",
  },
  {
    name: "pairs in the order of arrival",
    file: "domain/insert-read.js",
    find: "this.reads.toSpliced(after + 1, 0, read)",
    replace: "[...this.reads, read]",
  },
  {
    name: "puts an exit before an entry of the same instant",
    file: "domain/read.js",
    find: `a.kind === "entry" ? -1 : 1`,
    replace: `a.kind === "entry" ? 1 : -1`,
  },
  {
    name: "allows no skew of the clocks",
    file: "domain/pairing.js",
    find: "this.isWithin(this.rules.clockSkewToleranceMs, this.early, entry)",
    replace: "false",
  },
  {
    name: "closes a stay however long it was",
    file: "domain/pairing.js",
    find: "this.isWithin(maxStayMs, this.open, exit)",
    replace: "this.open !== undefined",
  },
  {
    name: "takes a conflict for a save",
    file: "processors/plate-histories.js",
    find: `if (typeof version !== "number") {`,
    replace: "if (false) {",
  },
  {
    name: "forgets what later reads depend on",
    file: "domain/forget.js",
    find: ".map((index) => old[index]);",
    replace: ".map((index) => old[index]).slice(9);",
  },
  {
    name: "forgets stays before the sink has them",
    file: "domain/apply-reads.js",
    find: "before.isUnposted ? stored : forget(",
    replace: "false ? stored : forget(",
  },
  {
    name: "parks for one refused stay while others are on their way",
    file: "processors/summary-poster.js",
    find: "return this.batcher.add({ summaries, loadedFrom, trace });",
    replace: `for (const summary of summaries) {
        const posted = await this.batcher.add({ summaries: [summary], loadedFrom, trace });
        if (posted.isOutdated || posted.refusals.length > 0) return posted;
      }
      return { refusals: [], isOutdated: false };`,
  },
  {
    name: "acks a message before it is parked",
    workspace: "packages/pipeline",
    file: "settlement.js",
    find: "await parkingLot.park(message, error);",
    replace: "message.delivery.ack(); await parkingLot.park(message, error);",
  },
  {
    name: "takes the sink's silence for a yes",
    file: "processors/summary-poster.js",
    find: "hold.until(() => this.post(batch))",
    replace: `this.post(batch).catch(() => batch.map(() => ({ refusals: [], isOutdated: false })))`,
  },
  {
    name: "saves no pair that was announced",
    file: "domain/apply-reads.js",
    find: "isInserted || isChanged ? { reads: all, announced }",
    replace: "isInserted || isChanged ? { reads: all, announced: [] }",
  },
  {
    name: "takes a store that was emptied for a new one",
    file: "store-epoch/store-epoch.js",
    find: "newest === undefined ? await this.claim()",
    replace: "true ? await this.claim()",
  },
  {
    name: "posts what was concluded before a loss",
    file: "processors/summary-poster.js",
    find: "return (from) => from.epoch === current;",
    replace: "return () => true;",
  },
  {
    name: "rebuilds without the published events",
    file: "rebuild/evidence.js",
    find: "await sources.trail?.read(",
    replace: "await (async () => ({}))(",
  },
  {
    name: "rebuilds without asking the sink",
    file: "rebuild/evidence.js",
    find: "of(stay)?.stays.push(stay);",
    replace: "void stay;",
  },
  {
    name: "rebuilds in silence",
    file: "rebuild/rebuild-plates.js",
    find: "counts.refused += await postAll(announcements, sink);",
    replace: "",
  },
  {
    name: "forgets in a rebuild what is on its way to the sink",
    file: "domain/refold.js",
    find: "...settled, ...unsure",
    replace: "...settled",
  },
  {
    name: "forgets the windows of both cameras",
    file: "domain/lifetime.js",
    find: "Math.max(rules.rereadWindowMs, rules.clockSkewToleranceMs)",
    replace: "0",
  },
  {
    name: "forgets that a read may be stamped ahead",
    file: "domain/lifetime.js",
    find: "afterSaveMs: rules.horizonMs + rules.maxAheadMs + windowMs(rules)",
    replace: "afterSaveMs: rules.horizonMs + windowMs(rules)",
  },
  {
    name: "remembers for less than a horizon",
    file: "domain/lifetime.js",
    find: "afterSaveMs: rules.horizonMs +",
    replace: "afterSaveMs: rules.horizonMs / 2 +",
  },
  {
    name: "forgets cars that are inside",
    file: "domain/lifetime.js",
    find: "afterSaveOpenMs: rules.maxStayMs + ",
    replace: "afterSaveOpenMs: ",
  },
  {
    name: "does not know up to when a forgotten car could have left",
    file: "domain/lifetime.js",
    find: "entry.atMs + rules.maxStayMs",
    replace: "entry.atMs",
  },
  {
    name: "does not know up to when a forgotten read decides",
    file: "domain/lifetime.js",
    find: "read.atMs + windowMs(rules)",
    replace: "read.atMs - 60_000",
  },
  {
    name: "saves what has become too late since the load",
    file: "adapters/memory/due-register.js",
    find: "return oldestNewMs !== undefined && oldestNewMs <= this.floorMs;",
    replace: "return false;",
  },
  {
    name: "lets a document go before its slot has ended",
    file: "adapters/memory/due-register.js",
    find: "return Math.floor(ms / slotMs) * slotMs + slotMs;",
    replace: "return Math.floor(ms / slotMs) * slotMs - 2 * slotMs;",
  },
  {
    name: "lets documents expire whose stays are not posted",
    file: "processors/history-change.js",
    find: "isUnposted,",
    replace: "isUnposted: false,",
  },
  {
    name: "says that stays are posted before they are",
    file: "processors/event-processors.js",
    find: "const { refusals, isOutdated } = await",
    replace: `if (toMark) await this.postedMarker.mark(toMark);
            const { refusals, isOutdated } = await`,
  },
  {
    name: "takes every earlier save for posted",
    file: "processors/plate-histories.js",
    find: `const andEarlier = before.isUnposted && results.includes("repeated");`,
    replace: "const andEarlier = true;",
  },
  {
    name: "rebuilds with what was parked",
    file: "rebuild/accepted-reads.js",
    find: "if (parked.length === 0)",
    replace: "if (true)",
  },
  {
    name: "rebuilds without a floor",
    file: "rebuild/rebuild-store.js",
    find: "await rebuild.store.raiseFloor(floorMs);",
    replace: "",
  },
  {
    name: "ends the skew of an exit with its second read",
    file: "domain/pairing.js",
    find: `this.fates[exit] = "reread";`,
    replace: `this.fates[exit] = "reread"; this.early = undefined;`,
  },
];
