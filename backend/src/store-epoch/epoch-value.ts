import { randomUUID } from "node:crypto";

// What stands in the key of the epoch, and in the register.

export const epochKeyOf = (keyPrefix: string) => `${keyPrefix}store:epoch`;

const EPOCH = "epoch ";
const LOSS = "lost ";

/** @param place - where its store is, for whoever looks for it */
export const newEpoch = (place: string) => `${EPOCH}${randomUUID()} ${place}`;

/** Of an epoch or its loss; undefined where none was written. */
export const placeOf = (value: string): string | undefined =>
  /^(?:lost )?epoch \S+ (.+)$/.exec(value)?.[1];

/** Not what stands in its place after a loss, or while the store is rebuilt. */
export const isEpoch = (value: string | null): value is string => value?.startsWith(EPOCH) === true;

/** Somebody found that acknowledged saves of this epoch are gone. */
export const lossOf = (epoch: string) => `${LOSS}${epoch}`;

export const isLoss = (value: string): boolean => value.startsWith(LOSS);

/**
 * What counts of all that was ever entered, oldest first: the last epoch, or its loss. The loss of an older
 * one is told late, by somebody who did not know yet that it was made good.
 */
export function newestOf(entered: Iterable<string>): string | undefined {
  let newest: string | undefined;
  for (const value of entered) {
    if (isEpoch(value) || (newest !== undefined && value === lossOf(newest))) newest = value;
  }
  return newest;
}
