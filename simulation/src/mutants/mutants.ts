/** A fault planted into the compiled backend; the runs must find it. */
export interface Mutant {
  readonly name: string;
  /** Below `backend/dist`. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

export const MUTANTS: readonly Mutant[] = [
  {
    name: "acks before the stays are posted",
    file: "pipeline/settlement.js",
    find: "await handler(message);",
    replace: "message.delivery.ack(); await handler(message);",
  },
  {
    name: "posts nothing when an event comes again",
    file: "domain/record.js",
    find: "announcements: isRepeat",
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
    find: "if (!previous && entryId === undefined)",
    replace: "if (entryId === undefined)",
  },
  {
    name: "uses an entry for more than one exit",
    file: "domain/pairing.js",
    find: "this.open = undefined;\n        this.closer = exit;",
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
    find: "this.isWithin(this.rules.maxStayMs, this.open, exit)",
    replace: "this.open !== undefined",
  },
  {
    name: "takes a conflict for a save",
    file: "processors/plate-histories.js",
    find: "if (saved[index] === true)",
    replace: "if (true)",
  },
  {
    name: "forgets without a floor",
    file: "domain/forget.js",
    find: ", forgottenUpTo: old.at(-1) }",
    replace: " }",
  },
  {
    name: "forgets what later reads depend on",
    file: "domain/forget.js",
    find: "pair(old, rules).live()",
    replace: "[]",
  },
  {
    name: "forgets stays before the sink has them",
    file: "processors/plate-histories.js",
    find: "await this.summaries.postAll(forgotten.farewells, term);",
    replace: "{ isOutdated: false };",
  },
  {
    name: "parks for one refused stay while others are on their way",
    file: "processors/summary-poster.js",
    find: "return this.batcher.add({ summaries, term, trace });",
    replace: `for (const summary of summaries) {
        const posted = await this.batcher.add({ summaries: [summary], term, trace });
        if (posted.isOutdated || posted.refusals.length > 0) return posted;
      }
      return { refusals: [], isOutdated: false };`,
  },
  {
    name: "acks a message before it is parked",
    file: "pipeline/settlement.js",
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
    file: "domain/record.js",
    find: "const full = { reads: inserter.reads, announced, forgottenUpTo };",
    replace: "const full = { reads: inserter.reads, announced: [], forgottenUpTo };",
  },
  {
    name: "takes a store that was emptied for a new one",
    file: "adapters/store-epoch.js",
    find: "newest === undefined ? await this.claim()",
    replace: "true ? await this.claim()",
  },
  {
    name: "tells what it concluded before a loss",
    file: "processors/summary-poster.js",
    find: "return (term) => term.epoch === current;",
    replace: "return () => true;",
  },
  {
    name: "rebuilds without the published events",
    file: "rebuild/evidence.js",
    find: "await sources.trail?.read(",
    replace: "await (async () => {})(",
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
    find: "counts.refused += await postAll(announcements, parts.sink);",
    replace: "",
  },
  {
    name: "forgets in a rebuild what is on its way to the sink",
    file: "domain/with-known-stays.js",
    find: "...underWay.map(",
    replace: "...[].map(",
  },
];
