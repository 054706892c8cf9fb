import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { announce } from "./announce.js";
import { readsOf, rules } from "./history.fixture.js";
import { pair } from "./pairing.js";
import type { Announcement } from "./plate-history.js";
import { compareReads, type Read } from "./read.js";
import { changedFates, type ReadFate, readFates } from "./read-fates.js";

const textOf = ({ read, fate, stayOf }: ReadFate) =>
  `${read.id}: ${fate}${stayOf ? ` (${stayOf.id})` : ""}`;

/** What a ledger holds that is given only what changed, one read after the other. */
function ledgerAfter(arriving: readonly Read[]) {
  const ledger = new Map<string, string>();
  let reads: readonly Read[] = [];
  let announced: readonly Announcement[] = [];
  let before: readonly ReadFate[] = [];
  for (const [step, read] of arriving.entries()) {
    reads = [...reads, read].toSorted(compareReads);
    const pairing = pair(reads, rules);
    announced = announce(reads, pairing, announced, step + 1).announced;
    const fates = readFates(reads, pairing, announced);
    for (const fate of changedFates(fates, before)) ledger.set(fate.read.id, textOf(fate));
    before = fates;
  }
  return { ledger: [...ledger.values()].toSorted(), fates: before.map(textOf).toSorted() };
}

describe("the fates of reads", () => {
  it("name the exit whose stay a read belongs to", () => {
    const { fates } = ledgerAfter(readsOf("in 0", "in 10", "out 3600", "out 3610", "in 7200"));
    expect(fates).toEqual(
      [
        "in 0: closed (out 3600)",
        "in 10: reread",
        "out 3600: closed (out 3600)",
        "out 3610: reread",
        "in 7200: open",
      ].toSorted(),
    );
  });

  it("show an exit whose stay a late entry and exit took away as voided", () => {
    const { fates } = ledgerAfter(readsOf("in 0", "out 7200", "out 3600"));
    expect(fates).toContain("out 7200: voided (out 7200)");
  });

  it("are known after any order to whoever got only the changes", () => {
    const times = fc.uniqueArray(fc.integer({ min: 0, max: 4_000 }), { maxLength: 12 });
    const arriving = times.chain((seconds) =>
      fc.tuple(...seconds.map((at) => fc.constantFrom(`in ${at}`, `out ${at}`))),
    );
    fc.assert(
      fc.property(arriving, (texts) => {
        const { ledger, fates } = ledgerAfter(readsOf(...texts));
        expect(ledger).toEqual(fates);
      }),
    );
  });
});
