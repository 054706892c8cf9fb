/** Keys of the floor, and of the register of what is due to be forgotten. */
export const floorKeysOf = (keyPrefix: string): readonly [floor: string, register: string] => [
  `${keyPrefix}store:floor`,
  `${keyPrefix}store:due`,
];

/** One entry of the register: what the store will have forgotten at some time. */
export interface DueEntry {
  /** By the clock of the store, ms since 1970. */
  readonly dueMs: number;
  /** Reads up to this instant may then miss what decides about them, ms since 1970. */
  readonly mattersUntilMs: number;
}

export interface StoredFloor {
  /** `floor next`, in ms since 1970, each empty where there is none; `undefined` in a new store. */
  readonly text: string | undefined;
  /** Any order. Entries whose due has come stay in it until the next save. */
  readonly register: readonly DueEntry[];
}

export interface Floor {
  /** Reads at or before it are too late, ms since 1970; `undefined` while nothing was forgotten. */
  readonly floorMs: number | undefined;
  /** When the next entry of the register is due: until then the floor stays as it is. */
  readonly untilMs: number;
}

const FLOOR_TEXT = /^(-?\d*) \d*$/;

/** @param nowMs - by the clock of the store */
export function floorAt({ text, register }: StoredFloor, nowMs: number): Floor {
  const stored = FLOOR_TEXT.exec(text ?? "")?.[1] ?? "";
  let floorMs = stored === "" ? undefined : Number(stored);
  let untilMs = Number.POSITIVE_INFINITY;
  for (const { dueMs, mattersUntilMs } of register) {
    if (dueMs > nowMs) untilMs = Math.min(untilMs, dueMs);
    else floorMs = Math.max(floorMs ?? mattersUntilMs, mattersUntilMs);
  }
  return { floorMs, untilMs };
}
