import { decodeEntryEvent, decodeExitEvent } from "@boomgate/contracts";
import { describe, expect, it } from "vitest";
import { eventIdOf, readMessage } from "../publishing/read-message.js";
import { HOUR_MS, SATURDAY_MS } from "../scenarios/scenarios.fixture.js";
import type { Visit } from "../scenarios/visits.js";
import type { CameraRead, LostPassage } from "./camera-read.js";
import { Cameras } from "./cameras.js";
import { NO_NOISE, type Noise } from "./noise.js";

const exchanges = { entry: "in", exit: "out" };

const VISITS = 20_000;
const visits = Array.from({ length: VISITS }, (_, index): Visit => {
  const enteredMs = SATURDAY_MS + index * 4_000;
  return {
    number: index + 1,
    plate: `AB${String(index % 1_000).padStart(3, "0")}CD`,
    lotId: "main",
    entryGate: `in-${index % 4}`,
    exitGate: `out-${index % 4}`,
    enteredMs,
    leftMs: enteredMs + HOUR_MS,
  };
});

function seen(noise: Partial<Noise>, kind: "entry" | "exit" = "entry") {
  const cameras = new Cameras({ ...NO_NOISE, ...noise }, 7, SATURDAY_MS);
  const reads: CameraRead[] = [];
  const lost: LostPassage[] = [];
  for (const visit of visits) {
    const result = cameras.see(visit, kind);
    if ("reason" in result) lost.push(result);
    else reads.push(...result);
  }
  return { reads, lost };
}
function visitOf({ visit }: { readonly visit: number }): Visit {
  const found = visits.at(visit - 1);
  if (!found) throw new Error(`there is no visit ${visit}`);
  return found;
}
const share = (count: number) => count / VISITS;

describe("cameras", () => {
  it("without noise read every plate once, in time, with their clocks right", () => {
    const { reads, lost } = seen({}, "exit");
    expect(lost).toEqual([]);
    expect(reads).toHaveLength(VISITS);
    for (const read of reads) {
      const { plate, leftMs, exitGate } = visitOf(read);
      const expected = { plate, gateId: exitGate, stampMs: leftMs, dueMs: leftMs, faults: [] };
      expect(read).toMatchObject(expected);
    }
  });

  it("read the same in every run", () => {
    const noise = { misread: 0.1, reread: 0.2, missedEntry: 0.05, outage: 0.2, silent: 0.1 };
    expect(seen(noise)).toEqual(seen(noise));
  });

  it("read the same in another week", () => {
    const noise = {
      ...NO_NOISE,
      misread: 0.1,
      reread: 0.2,
      outage: 0.2,
      silent: 0.1,
      driftPpm: 20,
    };
    const weekMs = 7 * 24 * HOUR_MS;
    const later = new Cameras(noise, 7, SATURDAY_MS + weekMs);
    const now = new Cameras(noise, 7, SATURDAY_MS);
    for (const visit of visits.slice(0, 5_000)) {
      const shifted = { ...visit, enteredMs: visit.enteredMs + weekMs };
      const seenLater = later.see(shifted, "entry");
      const seenNow = now.see(visit, "entry");
      if ("reason" in seenLater || "reason" in seenNow) {
        expect(seenLater).toEqual({ ...seenNow, dueMs: visit.enteredMs + weekMs });
        continue;
      }
      const back = seenLater.map((read) => ({
        ...read,
        stampMs: read.stampMs - weekMs,
        dueMs: read.dueMs - weekMs,
      }));
      expect(back).toEqual(seenNow);
    }
  });

  // Of 20,000; four standard errors of 2 % are 0.4 %.
  it("miss cars at the rate of entries or of exits", () => {
    expect(Math.abs(share(seen({ missedEntry: 0.02 }).lost.length) - 0.02)).toBeLessThan(0.004);
    expect(seen({ missedEntry: 0.02 }, "exit").lost).toEqual([]);
    expect(share(seen({ missedExit: 0.5 }, "exit").lost.length)).toBeCloseTo(0.5, 1);
  });

  it("misread with less confidence, and mostly name the true plate as a candidate", () => {
    const { reads } = seen({ misread: 0.02 });
    const wrong = reads.filter((read) => read.plate !== visitOf(read).plate);
    expect(Math.abs(share(wrong.length) - 0.02)).toBeLessThan(0.004);
    expect(wrong.every(({ faults }) => faults.includes("misread"))).toBe(true);
    const surest = Math.max(...wrong.map(({ confidence }) => confidence));
    const right = reads.filter((read) => !wrong.includes(read));
    expect(surest).toBeLessThan(Math.min(...right.map(({ confidence }) => confidence)));
    const knowing = wrong.filter(({ visit, candidates }) =>
      candidates.some(({ plate }) => plate === visitOf({ visit }).plate),
    );
    expect(Math.abs(knowing.length / wrong.length - 0.8)).toBeLessThan(0.1);
    for (const { plate, confidence, candidates } of wrong) {
      for (const candidate of candidates) {
        expect(candidate.plate).not.toBe(plate);
        expect(candidate.confidence).toBeLessThan(confidence);
      }
    }
  });

  it("read some cars again within ten seconds", () => {
    const again = seen({ reread: 0.05 }).reads.filter(({ nth }) => nth === 2);
    expect(Math.abs(share(again.length) - 0.05)).toBeLessThan(0.007);
    for (const read of again) {
      const laterMs = read.stampMs - visitOf(read).enteredMs;
      expect(laterMs).toBeGreaterThanOrEqual(1_000);
      expect(laterMs).toBeLessThanOrEqual(10_000);
    }
  });

  it("send some events twice", () => {
    const copies = seen({ copy: 0.01 }).reads.flatMap(({ copyDueMs, dueMs }) =>
      copyDueMs === undefined ? [] : [copyDueMs - dueMs],
    );
    expect(Math.abs(share(copies.length) - 0.01)).toBeLessThan(0.003);
    expect(Math.min(...copies)).toBeGreaterThan(0);
  });

  it("send events of an outage after it, in no order", () => {
    const { reads } = seen({ outage: 0.3 });
    const late = reads.filter(({ faults }) => faults.includes("late"));
    const delays = late.map(({ dueMs, visit }) => dueMs - visitOf({ visit }).enteredMs);
    expect(Math.max(...delays)).toBeGreaterThan(5 * 60_000);
    expect(Math.max(...delays)).toBeLessThanOrEqual(15.5 * 60_000);
    const order = (list: readonly CameraRead[]) => list.map(({ visit }) => visit);
    const sent = late.toSorted((a, b) => a.dueMs - b.dueMs);
    expect(order(sent)).not.toEqual(order(late));
    for (const read of reads) expect(read.stampMs).toBe(visitOf(read).enteredMs);
  });

  it("have clocks that differ from gate to gate, and drift", () => {
    const { reads } = seen({ clockSeconds: 1, driftPpm: 20 });
    const errorsOf = (gate: string) =>
      reads
        .filter(({ gateId }) => gateId === gate)
        .map((read) => read.stampMs - visitOf(read).enteredMs);
    const first = ["in-0", "in-1", "in-2", "in-3"].map((gate) => errorsOf(gate)[0] ?? 0);
    expect(new Set(first).size).toBe(4);
    const one = errorsOf("in-0");
    expect(one.at(-1)).not.toBe(one[0]);
    expect(Math.abs((one.at(-1) ?? 0) - (one[0] ?? 0))).toBeLessThan(10_000);
  });

  it("read no car of a gate in a silent hour", () => {
    const { lost } = seen({ silent: 0.1 });
    expect(lost.length).toBeGreaterThan(0);
    const hourOf = ({ gateId, visit }: LostPassage) =>
      `${gateId} ${Math.floor(visitOf({ visit }).enteredMs / HOUR_MS)}`;
    const silent = new Set(lost.map(hourOf));
    const { reads } = seen({ silent: 0.1 });
    const spoke = reads.map(
      ({ gateId, visit }) => `${gateId} ${Math.floor(visitOf({ visit }).enteredMs / HOUR_MS)}`,
    );
    expect(spoke.filter((hour) => silent.has(hour))).toEqual([]);
  });

  it.each(["entry", "exit"] as const)("send messages that do not decode as %s", (kind) => {
    const broken = seen({ malformed: 0.01 }, kind).reads.filter(({ faults }) =>
      faults.includes("malformed"),
    );
    expect(Math.abs(share(broken.length) - 0.01)).toBeLessThan(0.003);
    const decode = kind === "entry" ? decodeEntryEvent : decodeExitEvent;
    const bodies = broken.map((read) => readMessage(read, "run", exchanges, 0).body);
    for (const body of bodies) expect(() => decode(body)).toThrow();
    expect(new Set(bodies.map((body) => body.length)).size).toBeGreaterThan(3);
  });

  it("send events that decode as they were read, with candidates beside the plate", () => {
    for (const read of seen({ misread: 0.5 }).reads.slice(0, 100)) {
      const { body } = readMessage(read, "run", exchanges, 0);
      const { plate, lotId, gateId, confidence, stampMs } = read;
      const id = eventIdOf(read, "run");
      const event = { id, plate, lotId, gateId, confidence, enteredAt: new Date(stampMs) };
      expect(decodeEntryEvent(body)).toMatchObject(event);
      const { candidates = [] } = JSON.parse(body.toString()) as { candidates?: object[] };
      expect(candidates).toEqual(read.candidates);
    }
  });
});
