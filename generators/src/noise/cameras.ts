import type { Visit } from "../scenarios/visits.js";
import { Chance } from "../traffic/chance.js";
import type { CameraRead, Candidate, Fault, LostPassage } from "./camera-read.js";
import { Gate } from "./gate.js";
import { misread } from "./misread.js";
import type { Noise } from "./noise.js";

/** Shorter than the window in which the backend takes a read for a re-read. */
const REREAD_MS = { from: 1_000, to: 10_000 } as const;
/** A second publish follows a confirm that did not come. */
const COPY_MS = { from: 200, to: 10_000 } as const;

interface Passage {
  readonly kind: "entry" | "exit";
  readonly atMs: number;
  readonly gateId: string;
}

/** The cameras of a car park. What they read of a visit depends only on the seed and the number of the visit. */
export class Cameras {
  private readonly gates = new Map<string, Gate>();

  constructor(
    private readonly noise: Noise,
    private readonly seed: number,
    private readonly startMs: number,
  ) {}

  see(visit: Visit, kind: "entry" | "exit"): readonly CameraRead[] | LostPassage {
    const passage: Passage =
      kind === "entry"
        ? { kind, atMs: visit.enteredMs, gateId: visit.entryGate }
        : { kind, atMs: visit.leftMs, gateId: visit.exitGate };
    const { noise } = this;
    const chance = new Chance(this.seed, "passage", kind, visit.number);
    const isMissed = chance.happens(kind === "entry" ? noise.missedEntry : noise.missedExit);
    const { gateId, atMs } = passage;
    const isSilent = this.gate(gateId).isSilent(atMs);
    if (isMissed || isSilent) {
      const reason = isSilent ? "silent" : "missed";
      return { kind, visit: visit.number, gateId, dueMs: atMs, reason };
    }
    const first = this.read(visit, passage, 1, chance);
    if (!chance.happens(noise.reread)) return [first];
    const again = {
      ...passage,
      atMs: atMs + Math.floor(chance.between(REREAD_MS.from, REREAD_MS.to)),
    };
    return [first, this.read(visit, again, 2, chance)];
  }

  private read(
    visit: Visit,
    { kind, atMs, gateId }: Passage,
    nth: number,
    chance: Chance,
  ): CameraRead {
    const { noise } = this;
    const gate = this.gate(gateId);
    const isWrong = chance.happens(noise.misread);
    const isMalformed = chance.happens(noise.malformed);
    const plate = isWrong ? misread(visit.plate, chance) : visit.plate;
    const confidence = rounded(isWrong ? chance.between(0.5, 0.88) : chance.between(0.9, 0.995));
    const { dueMs, isLate } = gate.sentMs(atMs, chance);
    const faults: Fault[] = [];
    if (isWrong) faults.push("misread");
    if (nth > 1) faults.push("reread");
    if (isLate) faults.push("late");
    if (isMalformed) faults.push("malformed");
    const copyDueMs = dueMs + Math.ceil(chance.between(COPY_MS.from, COPY_MS.to));
    return {
      kind,
      visit: visit.number,
      nth,
      plate,
      lotId: visit.lotId,
      gateId,
      stampMs: gate.stampOf(atMs),
      dueMs,
      confidence,
      candidates: isWrong ? candidatesOf(visit.plate, plate, confidence, chance) : [],
      faults,
      copyDueMs: !isMalformed && chance.happens(noise.copy) ? copyDueMs : undefined,
    };
  }

  private gate(id: string): Gate {
    const known = this.gates.get(id);
    if (known) return known;
    const gate = new Gate(id, this.noise, this.seed, this.startMs);
    this.gates.set(id, gate);
    return gate;
  }
}

/** In 80 % of cases the true plate is among them. */
function candidatesOf(
  truePlate: string,
  read: string,
  confidence: number,
  chance: Chance,
): readonly Candidate[] {
  const other = misread(truePlate, chance);
  const plates = chance.happens(0.8) ? [truePlate, other] : [other];
  let left = confidence;
  return plates
    .filter((plate) => plate !== read)
    .map((plate) => ({ plate, confidence: (left = rounded(left * 0.9)) }));
}

const rounded = (confidence: number) => Math.round(confidence * 1_000) / 1_000;
