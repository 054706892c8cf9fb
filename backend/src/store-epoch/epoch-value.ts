import { randomUUID } from "node:crypto";

// The values in the key of the epoch and in the register.

export const epochKeyOf = (keyPrefix: string) => `${keyPrefix}store:epoch`;

const EPOCH = "epoch ";
const LOSS = "lost ";

/** @param place - name of its store, for error messages of processes that are configured for another one */
export const newEpoch = (place: string) => `${EPOCH}${randomUUID()} ${place}`;

/** The place in an epoch or in its loss; undefined where none was written. */
export const placeOf = (value: string): string | undefined =>
  /^(?:lost )?epoch \S+ (.+)$/.exec(value)?.[1];

/** False for a loss, and for the value that a rebuild sets while it runs. */
export const isEpoch = (value: string | null): value is string => value?.startsWith(EPOCH) === true;

/** The value that replaces an epoch when acknowledged saves of it are gone. */
export const lossOf = (epoch: string) => `${LOSS}${epoch}`;

export const isLoss = (value: string): boolean => value.startsWith(LOSS);

/**
 * The valid value of a register: the last epoch, or its loss. The loss of an older epoch is ignored: a process
 * entered it late, after a rebuild.
 * @param entered - all values, oldest first
 */
export function newestOf(entered: Iterable<string>): string | undefined {
  let newest: string | undefined;
  for (const value of entered) {
    if (isEpoch(value) || (newest !== undefined && value === lossOf(newest))) newest = value;
  }
  return newest;
}
