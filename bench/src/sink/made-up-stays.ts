import { type ClosedStay, stayIdOf } from "@boomgate/contracts";

const PLATES = 20_000;
const LONGEST_SECONDS = 4 * 3_600;

/** A stay of up to four hours, of one of 20,000 plates. The same number gives the same stay. */
function madeUpStay(number: number, exitedAt: Date): ClosedStay {
  const durationSeconds = 60 + ((number * 7_919) % LONGEST_SECONDS);
  const exit = { lotId: "main", exitEventId: `bench-exit-${number}`, exitedAt };
  const plate = `B${100_000 + ((number * 104_729) % PLATES)}`;
  return {
    ...exit,
    stayId: stayIdOf(exit),
    revision: exitedAt.getTime(),
    status: "closed",
    plate,
    exitPlate: plate,
    entryEventId: `bench-entry-${number}`,
    enteredAt: new Date(exitedAt.getTime() - durationSeconds * 1_000),
    durationSeconds,
  };
}

/** `count` stays that end now, numbered from `first`. */
export const madeUpStays = (first: number, count: number): readonly ClosedStay[] => {
  const exitedAt = new Date();
  return Array.from({ length: count }, (_, index) => madeUpStay(first + index, exitedAt));
};
