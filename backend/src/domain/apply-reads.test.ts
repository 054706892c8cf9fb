import { describe, expect, it } from "vitest";
import { PlateUnderTest, readOf, readsOf, rules } from "./history.fixture.js";
import { MAX_READS } from "./insert-read.js";

const closedAfter = (...texts: readonly string[]) => {
  const plate = new PlateUnderTest();
  for (const read of readsOf(...texts)) plate.apply(read);
  return Object.fromEntries(plate.closed);
};

describe("pairing", () => {
  it("closes the open stay with the next exit", () => {
    expect(closedAfter("in 100", "out 500")).toEqual({ "out 500": "in 100" });
  });

  it("never makes one long stay of two short visits with two missed reads between", () => {
    expect(closedAfter("in 100", "in 5000", "out 5600")).toEqual({ "out 5600": "in 5000" });
    expect(closedAfter("in 100", "out 700", "out 5600")).toEqual({ "out 700": "in 100" });
    expect(closedAfter("in 100", "out 700", "in 5000", "out 5600")).toEqual({
      "out 700": "in 100",
      "out 5600": "in 5000",
    });
  });

  it("keeps the first of two entries within the re-read window, and the last beyond it", () => {
    expect(closedAfter("in 100", "in 130", "out 500")).toEqual({ "out 500": "in 100" });
    expect(closedAfter("in 100", "in 130.001", "out 500")).toEqual({ "out 500": "in 130.001" });
  });

  it("ignores an exit within the re-read window of the one that closed the stay", () => {
    const plate = new PlateUnderTest();
    plate.apply(...readsOf("in 100", "out 500"));
    expect(plate.apply(readOf("out 530")).results).toEqual(["reread"]);
    expect(plate.apply(readOf("out 560.001")).results).toEqual(["unmatched"]);
  });

  it("ignores an exit within the re-read window of one that was unmatched, measured from the first", () => {
    const plate = new PlateUnderTest();
    const exits = readsOf("out 500", "out 520", "out 530", "out 530.001");
    expect(plate.apply(...exits).results).toEqual(["unmatched", "reread", "reread", "unmatched"]);
  });

  it("still takes an exit that was read twice for one stamped a little before its entry", () => {
    expect(closedAfter("out 100", "out 101", "in 102")).toEqual({ "out 100": "in 102" });
    expect(closedAfter("out 100", "out 101", "in 102.001")).toEqual({});
  });

  it("takes an exit stamped a little before its entry, with a duration of 0", () => {
    const plate = new PlateUnderTest();
    plate.apply(...readsOf("out 100", "in 102"));
    expect(plate.stays).toMatchObject([{ status: "closed", durationSeconds: 0 }]);
    expect(closedAfter("out 100", "in 102.001")).toEqual({});
  });

  it("leaves an exit unmatched that comes later than the longest stay after the entry", () => {
    const day = { ...rules, maxStayMs: 86_400_000 };
    const fatesOf = (exit: string) =>
      new PlateUnderTest(day).apply(...readsOf("in 100", exit, "in 90000", "out 90500")).results;
    expect(fatesOf("out 86500")).toEqual(["closed", "closed", "closed", "closed"]);
    expect(fatesOf("out 86500.001")).toEqual(["abandoned", "unmatched", "closed", "closed"]);
  });

  it("puts an entry before an exit of the same instant", () => {
    expect(closedAfter("out 100", "in 100")).toEqual({ "out 100": "in 100" });
  });
});

describe("a late event", () => {
  it("corrects the stay it belongs to, with a higher revision", () => {
    const plate = new PlateUnderTest();
    const first = plate.apply(...readsOf("in 100", "out 5000")).announcements;
    const second = plate.apply(readOf("in 4000")).announcements;
    expect(second).toMatchObject([{ exitEventId: "out 5000", entryEventId: "in 4000" }]);
    expect(second[0]?.revision).toBeGreaterThan(first[0]?.revision ?? Number.NaN);
  });

  it("makes a stay void whose entry belongs to an earlier exit", () => {
    const plate = new PlateUnderTest();
    plate.apply(...readsOf("in 100", "out 5000"));
    plate.apply(readOf("out 700"));
    expect(Object.fromEntries(plate.closed)).toEqual({ "out 700": "in 100" });
    expect(plate.stays.find(({ exitEventId }) => exitEventId === "out 5000")?.status).toBe("void");
  });

  it("finds the exit that came before it", () => {
    expect(closedAfter("out 500", "in 100")).toEqual({ "out 500": "in 100" });
  });
});

describe("a repeated event", () => {
  it("changes nothing and announces its own stay again", () => {
    const plate = new PlateUnderTest();
    plate.apply(...readsOf("in 100", "out 500", "in 1000", "out 1500", "in 2000"));
    const announcedFor = (text: string) =>
      plate.apply(readOf(text)).announcements.map(({ exitEventId }) => exitEventId);
    expect(announcedFor("in 100")).toEqual(["out 500"]);
    expect(announcedFor("out 1500")).toEqual(["out 1500"]);
    expect(announcedFor("in 2000")).toEqual([]);
  });

  it("announces every stay of the plate again while the sink may lack one", () => {
    const plate = new PlateUnderTest();
    plate.apply(...readsOf("in 100", "out 500", "in 1000", "out 1500"));
    plate.isUnposted = true;
    const before = plate.history;
    const { results, announcements, history } = plate.apply(readOf("in 100"));
    expect(results).toEqual(["repeated"]);
    expect(announcements.map(({ exitEventId }) => exitEventId)).toEqual(["out 500", "out 1500"]);
    expect(history).toBe(before);
  });

  it("is another read when its time is another, and both count", () => {
    const plate = new PlateUnderTest();
    plate.apply(...readsOf("in 100", "out 500"));
    const again = [readOf("in 1000"), readOf("out 1500")].map((read) => {
      return { ...read, id: read.kind === "entry" ? "in 100" : "out 500" };
    });
    const { results, reusedIds } = plate.apply(...again);
    expect(results).toEqual(["closed", "closed"]);
    expect(reusedIds).toBe(2);
    expect(plate.stays.map(({ exitEventId }) => exitEventId)).toEqual(["out 500", "out 500"]);
    expect(new Set(plate.stays.map(({ stayId }) => stayId)).size).toBe(2);
  });

  it("may share its id with an event of the other kind", () => {
    const plate = new PlateUnderTest();
    const one = { ...readOf("in 1"), id: "7" };
    const other = { ...readOf("out 900"), id: "7" };
    expect(plate.apply(one, other).results).toEqual(["closed", "closed"]);
  });
});

describe("a late event beyond the floor", () => {
  it("is too late at the floor, and not above it", () => {
    const plate = new PlateUnderTest();
    plate.floorAt = 100;
    expect(plate.apply(readOf("in 100")).results).toEqual(["too_late"]);
    expect(plate.apply(readOf("in 100.001")).results).toEqual(["open"]);
  });

  it("is a copy when it is known, however late", () => {
    const plate = new PlateUnderTest();
    plate.apply(...readsOf("in 100", "out 500"));
    plate.floorAt = 5000;
    const before = plate.history;
    expect(plate.apply(readOf("in 100")).results).toEqual(["repeated"]);
    expect(plate.history).toBe(before);
  });

  it("is from the future beyond what is allowed", () => {
    const plate = new PlateUnderTest({ ...rules, maxAheadMs: 0 });
    const ahead = { ...readOf("in 0"), atMs: readOf("in 0").atMs + 2_000 * 3_600_000 };
    expect(plate.apply(ahead).results).toEqual(["from_the_future"]);
  });
});

describe("a history", () => {
  it("leaves out with the next read what lies at or before the floor, but not what is open", () => {
    const plate = new PlateUnderTest();
    plate.apply(...readsOf("in 100", "out 500", "in 1000", "out 1500", "in 2000"));
    plate.floorAt = 3000;
    expect(plate.apply(readOf("out 5000")).results).toEqual(["closed"]);
    expect(plate.history.reads.map(({ id }) => id)).toEqual(["in 2000", "out 5000"]);
    expect(plate.closed.size).toBe(3);
  });

  it("keeps the last closed stay for the re-reads of its exit, and an unmatched exit for its entry", () => {
    const closed = new PlateUnderTest();
    closed.apply(...readsOf("in 100", "out 500"));
    closed.floorAt = 500;
    expect(closed.apply(readOf("out 530")).results).toEqual(["reread"]);
    const unmatched = new PlateUnderTest();
    unmatched.apply(...readsOf("in 100", "out 200", "out 500"));
    unmatched.floorAt = 500;
    expect(unmatched.apply(readOf("in 502")).results).toEqual(["closed"]);
  });

  it("leaves nothing out while the sink may lack a stay", () => {
    const plate = new PlateUnderTest();
    plate.apply(...readsOf("in 100", "out 500", "in 1000", "out 1500"));
    plate.floorAt = 3000;
    plate.isUnposted = true;
    plate.apply(readOf("in 5000"));
    expect(plate.history.reads).toHaveLength(5);
    expect(plate.history.announced).toHaveLength(2);
  });

  it("takes no more reads than any car has", () => {
    const plate = new PlateUnderTest();
    const reads = Array.from({ length: MAX_READS + 1 }, (_, index) => readOf(`in ${index * 100}`));
    expect(plate.apply(...reads).results.filter((result) => result === "too_many")).toHaveLength(1);
    expect(plate.history.reads).toHaveLength(MAX_READS);
    plate.floorAt = 100 * MAX_READS;
    expect(plate.apply(readOf("in 1e6")).results).toEqual(["open"]);
    expect(plate.history.reads).toHaveLength(2);
  });
});
