import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Stay, StayList } from "../../public/stay-list.js";

const LIMIT = 5;

const revisionOf = (stay: number, revision: number): Stay => ({
  stay_id: `x${stay}`,
  revision,
  status: "closed",
  lot_id: stay % 3 === 0 ? "north" : "south",
  vehicle_plate: stay % 2 === 0 ? "AB123CD" : "EF456GH",
  exit_plate: "AB123CD",
  exit_event_id: "17",
  exit_date_time: `2026-11-20T09:${10 + stay}:00.000Z`,
});

/**
 * Commits in their order, which the stream sends a few commits later; after some of them the page sends a request,
 * which is answered some commits later.
 */
const aHistory = () =>
  fc.record({
    commits: fc.array(fc.integer({ min: 0, max: 8 }), { maxLength: 30 }),
    lag: fc.nat(3),
    loads: fc.array(fc.record({ at: fc.nat(30), takes: fc.nat(10), fails: fc.boolean() }), {
      maxLength: 4,
    }),
    plate: fc.constantFrom("", "ab 123-cd"),
    lot: fc.constantFrom("", "north"),
    isHashed: fc.boolean(),
  });

type History = ReturnType<typeof aHistory> extends fc.Arbitrary<infer T> ? T : never;

/** @returns the stays in the list and in the API at the end */
function play({ commits, lag, loads, plate, lot, isHashed }: History) {
  const kept = isHashed ? (text: string) => `hash of ${text}` : (text: string) => text;
  const list = new StayList(LIMIT);
  const committed = new Map<string, Stay>();
  const wanted = () =>
    [...committed.values()]
      .filter(({ vehicle_plate }) => plate === "" || vehicle_plate === kept("AB123CD"))
      .filter(({ lot_id }) => lot === "" || lot_id === lot)
      .toSorted((a, b) => (a.exit_date_time < b.exit_date_time ? 1 : -1))
      .slice(0, LIMIT);
  const answers: { readonly at: number; readonly give: () => void }[] = [];
  const load = (at: number, takes: number, fails: boolean) => {
    const finish = list.load({ plate, lot });
    const answer = wanted();
    const asked = plate === "" ? undefined : [{ vehicle_plate: kept("AB123CD") }];
    const give = () => void (fails ? finish() : finish(answer, asked));
    answers.push({ at: at + takes, give });
  };
  load(0, 0, false);
  const revisions = commits.map((stay, index) => {
    const revision = revisionOf(stay, index + 1);
    return { ...revision, vehicle_plate: kept(revision.vehicle_plate) };
  });
  for (let now = 0; now <= commits.length + 40; now += 1) {
    for (const { at, takes, fails } of loads) if (at === now) load(at, takes, fails);
    const [committedNow, sentNow] = [revisions[now], revisions[now - lag]];
    if (committedNow) committed.set(committedNow.stay_id, committedNow);
    if (sentNow) list.take([sentNow]);
    for (const { at, give } of answers) if (at === now) give();
    list.newest();
  }
  return { shown: list.newest(), wanted: wanted() };
}

describe("the stays on the screen", () => {
  it("are in the end those of the API, however late stream and answers come", () => {
    fc.assert(
      fc.property(aHistory(), (history) => {
        const { shown, wanted } = play(history);
        expect(shown).toEqual(wanted);
      }),
      { numRuns: 500 },
    );
  });

  it("ignore a stay of the stream that is older than the one in an answer", () => {
    const list = new StayList(LIMIT);
    const finish = list.load({ plate: "", lot: "" });
    list.take([revisionOf(1, 1)]);
    finish([revisionOf(1, 2)]);
    list.take([revisionOf(1, 1)]);
    expect(list.newest()).toEqual([revisionOf(1, 2)]);
  });

  it("are those of the plate, compared as each lot compares plates", () => {
    const list = new StayList(LIMIT);
    const come = (lot_id: string, vehicle_plate: string, number: number) =>
      list.take([{ ...revisionOf(number, 1), lot_id, vehicle_plate }]);
    const finish = list.load({ plate: "А1", lot: "" });
    come("main", "A1", 1); // while the answer is on its way
    expect(list.newest()).toEqual([]);
    finish(
      [],
      [
        { vehicle_plate: "A1", except_lots: ["ferry"] },
        { vehicle_plate: "А1", only_lots: ["ferry"] },
      ],
    );
    come("ferry", "A1", 2);
    come("ferry", "А1", 3);
    come("main", "А1", 4);
    expect(list.newest().map(({ stay_id }) => stay_id)).toEqual(["x3", "x1"]);
  });

  it("are dropped when they are many and nothing is drawn", () => {
    const list = new StayList(LIMIT);
    list.load({ plate: "", lot: "" })([]);
    for (let index = 0; index < 10_000; index += 1) list.take([revisionOf(index, 1)]);
    expect(list.size).toBeLessThanOrEqual(10 * LIMIT);
  });
});
