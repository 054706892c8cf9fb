import { describe, expect, it } from "vitest";
import { reconcile, type Sides } from "./reconciliation.js";

const sides: Sides = {
  published: { entries: 13, exits: 13 },
  noPlate: 3,
  reads: { open: 3, closed: 10, abandoned: 2, reread: 1, unmatched: 4, voided: 1 },
  stays: { closed: 5, void: 1 },
  parked: 2,
  ledger: {
    ...{ open: 3, closed: 10, abandoned: 2, reread: 1, unmatched: 4, voided: 1 },
    ...{ no_plate: 3, parked: 2 },
  },
};

describe("the reconciliation", () => {
  it("agrees when each event is in one account, a closed stay holding two", () => {
    expect(reconcile(sides)).toMatchObject({
      publishedEvents: 26,
      accountedEvents: 26,
      differences: [],
    });
  });

  it.each<[string, Partial<Sides>]>([
    ["an event that is nowhere", { published: { entries: 14, exits: 13 } }],
    ["a read without a plate that nobody counted", { noPlate: 2 }],
    ["a stay that the sink lost", { stays: { closed: 4, void: 1 } }],
    ["a stay that the sink doubled", { stays: { closed: 6, void: 1 } }],
    ["a void that never arrived", { stays: { closed: 5, void: 0 } }],
    ["a message parked that was not published", { parked: 3 }],
    ["a read that the ledger lost", { ledger: { ...sides.ledger, unmatched: 3 } }],
    ["a fate that the ledger does not know", { ledger: { ...sides.ledger, open: 4, closed: 9 } }],
    ["a read counted twice", { reads: { ...sides.reads, open: 4 } }],
  ])("reports %s", (_name, change) => {
    expect(reconcile({ ...sides, ...change }).differences).not.toEqual([]);
  });

  it("reports two faults that cancel each other in the sum", () => {
    const stays = { closed: 4, void: 3 };
    expect(reconcile({ ...sides, stays }).differences).toEqual([
      "the backend closed 5 stays, the sink holds 4",
      "the backend made 1 stays void, the sink holds 3",
    ]);
  });
});
