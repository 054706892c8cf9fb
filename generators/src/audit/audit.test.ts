import { describe, expect, it } from "vitest";
import { audit as compare } from "./audit.js";
import { auditJson } from "./audit-json.js";
import { auditTable } from "./audit-table.js";
import { brokenLimits } from "./limits.js";
import type { SinkStay } from "./sink-stay.js";
import { aStay, TruthUnderTest } from "./truth.fixture.js";

const PLATE = "AB123CD";
const audit = (truth: TruthUnderTest, ...stays: readonly SinkStay[]) =>
  compare(truth.until(1_000), stays, { toleranceMs: 5_000 });
const oneVisit = () => new TruthUnderTest().visit(1, PLATE, 0, 60);
const wellRead = (entry = 0) => oneVisit().read("e1", PLATE, entry).read("x1", PLATE, 60);
const twoVisits = () => oneVisit().visit(2, PLATE, 100, 160);

describe("the audit", () => {
  it("finds a stay exactly, by its reads and its times", () => {
    expect(audit(wellRead(0.08), aStay(["e1", 0.08], ["x1", 60]))).toMatchObject({
      trueStays: 1,
      exact: 1,
      wrongTime: 0,
      missed: 0,
      precision: 1,
      recall: 1,
      platesAffected: 0,
    });
  });

  it("finds a stay with a wrong time", () => {
    const found = audit(wellRead(0.09), aStay(["e1", 0.09], ["x1", 60]));
    expect(found).toMatchObject({ exact: 0, wrongTime: 1, recall: 1, platesAffected: 1 });
  });

  it("expects no stay of a car that is still inside", () => {
    const truth = oneVisit().read("e1", PLATE, 0).until(59);
    expect(compare(truth, [], { toleranceMs: 0 })).toMatchObject({ trueStays: 0, recall: 1 });
  });

  it.each([
    ["missed", oneVisit().lost("e1", "missed").read("x1", PLATE, 60)],
    ["missed", oneVisit().read("e1", PLATE, 0).lost("x1", "missed")],
    ["silent", oneVisit().read("e1", PLATE, 0).lost("x1", "silent")],
    ["malformed", oneVisit().read("e1", PLATE, 0, ["malformed"]).read("x1", PLATE, 60)],
    ["misread", oneVisit().read("e1", PLATE, 0).read("x1", "A8123CD", 60, ["misread"])],
    ["not_delivered", oneVisit().read("e1", PLATE, 0)],
    ["clock", oneVisit().read("e1", PLATE, 0).read("x1", PLATE, -1)],
    ["unexplained", wellRead()],
  ] as const)("says why a visit is missed: %s", (cause, truth) => {
    const found = audit(truth);
    expect(found).toMatchObject({ missed: 1, recall: 0, platesAffected: 1 });
    const causes = Object.entries(found.missedBecause).filter(([, count]) => count > 0);
    expect(causes).toEqual([[cause, 1]]);
  });

  it("counts a visit as read when one of its reads is good", () => {
    const truth = oneVisit()
      .read("e1", "A8123CD", 0, ["misread"])
      .read("e1b", PLATE, 0.1)
      .read("x1", PLATE, 60);
    expect(audit(truth).missedBecause.unexplained).toBe(1);
    expect(audit(truth, aStay(["e1b", 0.1], ["x1", 60])).wrongTime).toBe(1);
  });

  it("calls a stay that spans two visits a false merge", () => {
    const truth = twoVisits()
      .read("e1", PLATE, 0)
      .lost("x1", "missed")
      .lost("e2", "missed")
      .read("x2", PLATE, 160);
    expect(audit(truth, aStay(["e1", 0], ["x2", 160]))).toMatchObject({
      falseStays: 1,
      falseMerges: 1,
      missed: 2,
      precision: 0,
      exitsWithoutStay: 0,
    });
  });

  it("sees a pipeline that pairs the wrong reads, though the cameras were right", () => {
    const truth = twoVisits()
      .read("e1", PLATE, 0)
      .read("x1", PLATE, 60)
      .read("e2", PLATE, 100)
      .read("x2", PLATE, 160);
    const found = audit(truth, aStay(["e1", 0], ["x2", 160]));
    expect(found.falseMerges).toBe(1);
    expect(found.missedBecause.merged).toBe(2);
    expect(found.exitsBecause.merged).toBe(1);
  });

  it("calls a stay false that has the wrong plate, an unknown entry, or its visit twice", () => {
    const wrong = "A8123CD";
    const truth = oneVisit().read("e1", wrong, 0, ["misread"]).read("x1", wrong, 60, ["misread"]);
    expect(audit(truth, aStay(["e1", 0], ["x1", 60], wrong))).toMatchObject({
      wrongPlates: 1,
      missed: 1,
      precision: 0,
    });
    const unknown = aStay(["e7", 0], ["x1", 60]);
    expect(audit(wellRead(), unknown)).toMatchObject({ falseStays: 1, missed: 1 });
    const invented = aStay(["e1", 1], ["x1", 60]); // a time that no camera stamped
    expect(audit(wellRead(), invented)).toMatchObject({ falseStays: 1, missed: 1 });
    const twice = wellRead().read("e1b", PLATE, 0.1).read("x1b", PLATE, 60.1);
    const stays = [aStay(["e1", 0], ["x1", 60]), aStay(["e1b", 0.1], ["x1b", 60.1])];
    expect(audit(twice, ...stays)).toMatchObject({ exact: 1, falseStays: 1, precision: 0.5 });
  });

  it("leaves out void stays and those of other traffic", () => {
    const foreign = aStay(["e8", 0], ["x8", 60]);
    const nothing = { entry_event_id: undefined, entry_date_time: undefined };
    const voided = { ...aStay(["e1", 0], ["x1", 60]), ...nothing, status: "void" as const };
    expect(audit(wellRead(), foreign, voided)).toMatchObject({
      foreignStays: 1,
      falseStays: 0,
      missed: 1,
    });
  });

  it("keeps visits apart whose gates use the same ids, also an entry and an exit", () => {
    const truth = twoVisits()
      .readOf(1, "entry", { id: "17", plate: PLATE, minute: 0 })
      .readOf(1, "exit", { id: "17", plate: PLATE, minute: 60 })
      .readOf(2, "entry", { id: "17", plate: PLATE, minute: 100 })
      .readOf(2, "exit", { id: "17", plate: PLATE, minute: 160 });
    const stays = [aStay(["17", 0], ["17", 60]), aStay(["17", 100], ["17", 160])];
    expect(audit(truth, ...stays)).toMatchObject({ exact: 2, falseStays: 0, exitsWithoutStay: 0 });
    const merged = aStay(["17", 0], ["17", 160]);
    expect(audit(truth, merged)).toMatchObject({ falseMerges: 1, missed: 2 });
  });

  it("leaves out a stay of another lot that has the same ids and instants", () => {
    const elsewhere = aStay(["e1", 0], ["x1", 60], PLATE, "north");
    const found = audit(wellRead(), aStay(["e1", 0], ["x1", 60]), elsewhere);
    expect(found).toMatchObject({ exact: 1, falseStays: 0, foreignStays: 1 });
  });

  it.each([
    ["reread", wellRead().read("x1b", PLATE, 60.1, ["reread"])],
    ["misread", wellRead().read("x1b", "A8123CD", 60.1, ["misread"])],
    ["malformed", wellRead().read("x1b", PLATE, 60.1, ["malformed"])],
  ] as const)("says why an exit has no stay: %s", (cause, truth) => {
    const found = audit(truth, aStay(["e1", 0], ["x1", 60]));
    expect(found).toMatchObject({ exitsWithoutStay: 1, missed: 0 });
    expect(found.exitsBecause[cause]).toBe(1);
  });

  it("counts a missed entry as the cause of an exit without a stay", () => {
    const found = audit(oneVisit().lost("e1", "missed").read("x1", PLATE, 60));
    expect(found).toMatchObject({ exitsWithoutStay: 1, exitsBecause: { missed: 1 } });
  });
});

describe("the output of an audit", () => {
  const found = audit(twoVisits().read("e1", PLATE, 0).lost("x1", "missed").lost("e2", "silent"));
  const limits = { minRecall: 0.9, maxFalseMerges: 0 };
  const merged = { ...found, recall: 0.95, falseMerges: 1 };

  it("names every limit that is not kept", () => {
    expect(brokenLimits(found, limits)).toEqual(["recall is 0.0000, below 0.9"]);
    expect(brokenLimits(merged, limits)).toEqual(["1 false merges, more than 0"]);
    expect(brokenLimits(merged, { minRecall: 0.95, maxFalseMerges: 1 })).toEqual([]);
  });

  it("is a table that leaves out causes which did not occur", () => {
    const table = auditTable(found, ["too little"]);
    expect(table).toMatch(/missed by the camera +1\n/);
    expect(table).toMatch(/recall +0\.00 %/);
    expect(table).not.toContain("malformed");
    expect(table).toContain("FAILED: too little");
  });

  it("is JSON in snake case", () => {
    expect(auditJson(found, [])).toMatchObject({
      true_stays: 2,
      missed_because: { not_delivered: 1, missed: 1 },
      false_merges: 0,
      failed: [],
    });
  });
});
