import type { AlertRun } from "./alert-run.js";

/** A fault, and the alerts that have to fire for it. */
export interface AlertFault {
  readonly name: string;
  /** Alerts that fire while the fault lasts. */
  readonly during: readonly string[];
  /** Alerts that fire only afterwards, when the late events are settled. */
  readonly after?: readonly string[];
  /** Skipped with a greater `--factor`, as the divided ranges would be too short for the fault. */
  readonly greatestFactor?: number;
  /** How long the fault lasts at least, so that there are enough late events for the alerts in `after`. */
  readonly leastMs?: number;
  /** @returns a function that restores the services */
  inject(run: AlertRun): Promise<() => Promise<void>>;
  /** Run one after the other while this fault's alerts are awaited. */
  readonly meanwhile?: readonly AlertFault[];
}

/** What one alert did. */
export interface Observation {
  readonly alert: string;
  readonly fault: string;
  /** From where `firedAfter` is counted. */
  readonly since: "the fault" | "its end";
  /** Seconds; undefined when the alert never fired. */
  readonly firedAfter: number | undefined;
  /** Seconds after the end of the fault, or after the alert when it fired later; undefined when it still fires. */
  readonly resolvedAfter: number | undefined;
}
