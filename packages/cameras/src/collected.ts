import {
  ContractError,
  type EntryEvent,
  type EventReading,
  type ExitEvent,
  type NoPlateEvent,
  readEntryEvent,
  readExitEvent,
} from "@boomgate/contracts";
import type { Found, PassageFacts } from "./adapter.js";
import type {
  CameraProblem,
  CameraReading,
  Heartbeat,
  Passage,
  SkippedCode,
} from "./camera-reading.js";
import { idOfFacts, ownId } from "./ids.js";
import type { Camera } from "./settings/camera.js";
import { wayOf } from "./settings/direction.js";
import { type Tree, textOf } from "./tree.js";

/** Turns what an adapter found into events of the contract. */
export class Collected {
  readonly #passages: Passage[] = [];
  readonly #skipped: SkippedCode[] = [];
  readonly #problems: CameraProblem[] = [];
  #heartbeat: Heartbeat | undefined;

  constructor(
    private readonly camera: Camera,
    private readonly idKey: Uint8Array,
    private readonly reading: EventReading,
  ) {}

  take(found: Found): void {
    if (found.kind === "passage") this.#takePassage(found.facts);
    else if (found.kind === "skipped") this.#skipped.push(found.code);
    else if (found.kind === "problem") this.#report(found);
    else this.#heartbeat = { at: dateOf(found.time) };
  }

  result(): Pick<CameraReading, "passages" | "skipped" | "problems" | "heartbeat"> {
    return {
      passages: this.#passages,
      skipped: this.#skipped,
      problems: this.#problems,
      heartbeat: this.#heartbeat,
    };
  }

  #report({ code, detail }: CameraProblem): void {
    this.#problems.push({ code, detail });
  }

  #takePassage(facts: PassageFacts): void {
    const { camera } = this;
    const { time, confidence } = facts;
    if ("code" in time) return this.#report(time);
    if (facts.plate === undefined) return this.#report({ code: "PLATE_MISSING", detail: "plate" });
    const way = wayOf(camera.direction, facts.direction);
    if (way === undefined) return this.#report({ code: "DIRECTION_UNKNOWN", detail: "direction" });
    if (way === "ignore") return void this.#skipped.push("OTHER_DIRECTION");
    const event = this.#eventOf(facts, way, time.ms);
    if (event === undefined) return;
    const isUnsure =
      event.kind !== "no_plate" &&
      confidence !== undefined &&
      confidence < (camera.minConfidence ?? 0);
    if (isUnsure) this.#skipped.push("LOW_CONFIDENCE");
    else this.#passages.push({ type: way, event, region: facts.region });
  }

  #eventOf(
    facts: PassageFacts,
    type: "entry" | "exit",
    ms: number,
  ): EntryEvent | ExitEvent | NoPlateEvent | undefined {
    const plate = textOf(facts.plate);
    const body = {
      id: ownId(facts.id) ?? this.#idOf(facts, ms, plate ?? ""),
      vehicle_plate: plate ?? facts.plate,
      [`${type}_date_time`]: new Date(ms).toISOString(),
      lot_id: this.camera.lotId,
      gate_id: this.camera.gateId,
      confidence: facts.confidence,
      candidates: facts.candidates,
    };
    try {
      return type === "entry"
        ? readEntryEvent(body, this.reading)
        : readExitEvent(body, this.reading);
    } catch (error) {
      if (!(error instanceof ContractError)) throw error;
      this.#report({ code: "EVENT_BROKEN", detail: error.problems.join("; ") });
      return undefined;
    }
  }

  #idOf({ marks = [] }: PassageFacts, ms: number, plate: string): string {
    const words = marks.map((mark: Tree) => textOf(mark) ?? "");
    return idOfFacts(this.idKey, [this.camera.name, String(ms), plate, ...words]);
  }
}

const dateOf = (time: Extract<Found, { kind: "heartbeat" }>["time"]) =>
  time !== undefined && "ms" in time ? new Date(time.ms) : undefined;
