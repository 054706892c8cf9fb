import type { CameraProblem } from "../camera-reading.js";
import { numberOf, type Tree, textOf } from "../tree.js";
import { type DateOrder, readWritten } from "./read-written.js";
import { instantOf } from "./zone.js";

/** What the operator set about the clock of a camera. */
export interface ClockSettings {
  /** Of times that have none: "Europe/Berlin", "+05:30". */
  readonly timeZone?: string | undefined;
  readonly dateOrder?: DateOrder | undefined;
  /** Added to every time of the camera. */
  readonly clockOffsetMs: number;
}

/** Milliseconds since 1970, or why the time cannot be read. */
export type ReadTime = { readonly ms: number } | CameraProblem;

const UNITS_PER_MS = { s: 0.001, ms: 1, us: 1_000, ns: 1_000_000 } as const;
export type EpochUnit = keyof typeof UNITS_PER_MS;

/** Reads the times of one camera; the same text is always the same instant. */
export class CameraClock {
  constructor(private readonly settings: ClockSettings) {}

  /**
   * A number since 1970, also as text: 1772352000.475, "1772352000252".
   * @param field - its name, for the problem
   */
  epoch(value: Tree, unit: EpochUnit, field: string): ReadTime {
    if (isAbsent(value)) return missing(field);
    const count = numberOf(value);
    if (count === undefined || count <= 0) return broken(field);
    // To the microsecond first, so that 0.475 s is not 474 ms.
    const ms = Math.floor(Math.round((count / UNITS_PER_MS[unit]) * 1_000) / 1_000);
    return this.#corrected(ms, field);
  }

  /** Seconds since 1970 as if the camera's local time were UTC. */
  localEpoch(value: Tree, field: string): ReadTime {
    if (isAbsent(value)) return missing(field);
    const seconds = numberOf(value);
    if (seconds === undefined || seconds <= 0) return broken(field);
    return this.#inZone(Math.round(seconds * 1_000), this.settings.timeZone, field);
  }

  /**
   * A date and time as text, in any of the forms of `readWritten`.
   * @param zone - that the vendor promises for a text without one
   */
  written(value: Tree, field: string, zone?: "UTC"): ReadTime {
    if (isAbsent(value)) return missing(field);
    const text = textOf(value);
    if (text === undefined) return broken(field);
    const time = readWritten(text, this.settings.dateOrder);
    if (time.kind === "broken") return broken(field);
    if (time.kind === "order_missing") return { code: "DATE_ORDER_MISSING", detail: field };
    return time.offsetMs === undefined
      ? this.#inZone(time.local, zone ?? this.settings.timeZone, field)
      : this.#corrected(time.local - time.offsetMs, field);
  }

  #inZone(local: number, zone: string | undefined, field: string): ReadTime {
    if (zone === undefined) return { code: "TIME_ZONE_MISSING", detail: field };
    if (Math.abs(local) > MAX_MS) return broken(field);
    return this.#corrected(instantOf(local, zone), field);
  }

  #corrected(ms: number, field: string): ReadTime {
    const corrected = ms + this.settings.clockOffsetMs;
    return Math.abs(corrected) <= MAX_MS ? { ms: corrected } : broken(field);
  }
}

/** Of a `Date`, without the day that a zone may add. */
const MAX_MS = 8.63e15;

const isAbsent = (value: Tree) => value === undefined || textOf(value) === "";
const missing = (field: string): CameraProblem => ({ code: "TIME_MISSING", detail: field });
const broken = (field: string): CameraProblem => ({ code: "TIME_BROKEN", detail: field });
