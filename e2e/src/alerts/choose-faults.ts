import type { AlertFault } from "./alert-fault.js";

export interface Choice {
  readonly faults: readonly AlertFault[];
  /** Faults that no alert would notice in ranges divided by this factor. */
  readonly skipped: readonly AlertFault[];
}

/** Splits `faults`, and those that run beside them, by their `greatestFactor`. */
export function chooseFaults(faults: readonly AlertFault[], factor: number): Choice {
  const skipped: AlertFault[] = [];
  const choose = (of: readonly AlertFault[]): readonly AlertFault[] =>
    of.flatMap((fault) => {
      if (factor <= (fault.greatestFactor ?? Infinity)) {
        return [{ ...fault, meanwhile: choose(fault.meanwhile ?? []) }];
      }
      skipped.push(fault);
      return choose(fault.meanwhile ?? []);
    });
  return { faults: choose(faults), skipped };
}
