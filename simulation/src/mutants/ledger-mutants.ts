import type { Mutant } from "./mutant.js";

/** Faults around the ledger, and around messages that hold an array of events. */
export const LEDGER_MUTANTS: readonly Mutant[] = [
  {
    name: "acks before the ledger has the outcomes",
    file: "processors/event-processors.js",
    find: `await published;
                if (toMark)`,
    replace: "if (toMark)",
  },
  {
    name: "gives the fates of a read no revision",
    file: "processors/outcome-publisher.js",
    find: `fate,
    revision,
    stayId,`,
    replace: `fate,
    revision: 1,
    stayId,`,
  },
  {
    name: "publishes nothing when an event comes again",
    file: "domain/apply-reads.js",
    find: "repeated.length > 0 ? after : changedFates",
    replace: "changedFates",
  },
  {
    name: "publishes the fate of the read alone, and not what it did to others",
    file: "domain/read-fates.js",
    find: "!isSameRead(was.read, now.read) || !isSameFate(was, now)",
    replace: "!isSameRead(was.read, now.read)",
  },
  {
    name: "parks without the ledger",
    file: "pipeline/parked-outcomes.js",
    find: "if (event) {",
    replace: "if (false) {",
  },
  {
    name: "a rebuild leaves the ledger as it is",
    file: "rebuild/rebuild-plates.js",
    find: "if (ledger.isOn) {",
    replace: "if (false) {",
  },
  {
    name: "a rebuild takes from the ledger what was parked",
    file: "rebuild/rebuild-plates.js",
    find: "isAccepted ? [read] : []",
    replace: "[read]",
  },
  {
    name: "a rebuild reads the ledger without its newest page",
    file: "rebuild/evidence.js",
    find: "for await (const reads of sources.ledger?.all() ?? []) {",
    replace: `let pages = 0;
    for await (const reads of sources.ledger?.all() ?? []) {
        if (pages++ === 0) continue;`,
  },
  {
    name: "acks an array before its last event",
    workspace: "packages/pipeline",
    file: "arrays/array-in-hand.js",
    find: "this.left -= 1;",
    replace: "this.left = 0;",
  },
  {
    name: "parks and retries an event of an array as the array",
    workspace: "packages/pipeline",
    file: "arrays/array-in-hand.js",
    find: "Buffer.from(jsonOf(this.element.event))",
    replace: "this.whole.body",
  },
];
