import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AckTracker } from "./ack-tracker.js";

const trackerOf = (deliveries: number) => {
  const tracker = new AckTracker();
  for (let tag = 1; tag <= deliveries; tag += 1) tracker.delivered(tag);
  return tracker;
};

describe("the acks of a channel", () => {
  it("are one frame when nothing unsettled is below", () => {
    const tracker = trackerOf(5);
    for (const tag of [2, 1, 3]) tracker.ack(tag);
    expect(tracker.takePlan()).toEqual({ upTo: 3, single: [] });
  });

  it("go by themselves above a message still in hand", () => {
    const tracker = trackerOf(5);
    for (const tag of [1, 3, 5]) tracker.ack(tag);
    expect(tracker.takePlan()).toEqual({ upTo: 1, single: [3, 5] });
  });

  it("are not sent twice, however often one asks", () => {
    const tracker = trackerOf(1);
    expect([tracker.ack(1), tracker.ack(1), tracker.settle(1)]).toEqual([true, false, false]);
    expect(tracker.takePlan()).toEqual({ upTo: 1, single: [] });
    expect(tracker.takePlan()).toEqual({ upTo: undefined, single: [] });
  });

  it("never settle what is in hand, and settle all that was acked", () => {
    const steps = fc.array(
      fc.tuple(fc.constantFrom("deliver", "ack", "release", "flush"), fc.nat()),
    );
    fc.assert(
      fc.property(steps, (given) => {
        const tracker = new AckTracker();
        const broker = new Set<number>();
        const inHand: number[] = [];
        let lastTag = 0;
        const flush = () => {
          const { upTo, single } = tracker.takePlan();
          for (const tag of broker) if (upTo !== undefined && tag <= upTo) broker.delete(tag);
          for (const tag of single) expect(broker.delete(tag)).toBe(true);
          expect(inHand.filter((tag) => !broker.has(tag))).toEqual([]);
        };
        for (const [step, choice] of given) {
          const [tag] = step === "deliver" ? [] : inHand.slice(choice % (inHand.length || 1));
          if (step === "flush") flush();
          else if (step === "deliver") {
            lastTag += 1;
            tracker.delivered(lastTag);
            broker.add(lastTag);
            inHand.push(lastTag);
          } else if (tag !== undefined) {
            inHand.splice(inHand.indexOf(tag), 1);
            if (step === "release") broker.delete(tag);
            expect(step === "ack" ? tracker.ack(tag) : tracker.settle(tag)).toBe(true);
          }
        }
        flush();
        expect(broker).toEqual(new Set(inHand));
      }),
      { numRuns: 500 },
    );
  });
});
