import { type StaySummary, stayIdOf } from "@boomgate/contracts";
import { bell, randomNumbers } from "./random.js";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** By the number of the stay, so that every part of the list has some. */
const CORRECTED_EACH = 9;
const VOID_EACH = 47;
const LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ";

export interface MadeUpDayOptions {
  readonly seed: number;
  /** Closed stays. */
  readonly stays: number;
  /** The last instant of the 24 hours. */
  readonly endsAt: Date;
  /** Hour of the car park's day at that instant: 15.5 is half past three. */
  readonly endHour: number;
}

export interface MadeUpDay {
  /** Every revision, in the order of their exits. */
  readonly summaries: readonly StaySummary[];
}

interface Visit {
  readonly enteredMs: number;
  readonly exitedMs: number;
}

/** A car park near offices and shops: commuters stay the day, visitors an hour, few at night. */
export function madeUpDay({ seed, stays, endsAt, endHour }: MadeUpDayOptions): MadeUpDay {
  const random = randomNumbers(seed);
  const endMs = endsAt.getTime();
  const midnightMs = endMs - endHour * HOUR_MS;
  const closed: Visit[] = [];
  while (closed.length < stays) {
    const visit = aVisit(random, midnightMs);
    if (visit.exitedMs > endMs - DAY_MS && visit.exitedMs <= endMs) closed.push(visit);
  }
  const ordered = closed.toSorted((a, b) => a.exitedMs - b.exitedMs);
  return { summaries: ordered.flatMap((visit, index) => revisionsOf(visit, index, random)) };
}

function aVisit(random: () => number, midnightMs: number): Visit {
  const kind = random();
  const dayMs = midnightMs - Math.floor(random() * 3) * DAY_MS;
  const [hour, lasts] =
    kind < 0.3
      ? [8.1 + 0.8 * bell(random), 8.4 + 1.3 * bell(random)]
      : kind < 0.94
        ? [13.6 + 3.4 * bell(random), Math.exp(-0.35 + 0.9 * bell(random))]
        : [24 * random(), 10 * random()];
  const enteredMs = Math.round(dayMs + hour * HOUR_MS);
  return { enteredMs, exitedMs: enteredMs + Math.round(Math.max(0.01, lasts) * HOUR_MS) };
}

/** Most stays have one revision; some are corrected by a late event, and few become void. */
function revisionsOf(visit: Visit, index: number, random: () => number): StaySummary[] {
  const exit = {
    lotId: "main",
    exitEventId: `exit-${index}`,
    exitedAt: new Date(visit.exitedMs),
  };
  const plate = aPlate(random);
  const common = { ...exit, stayId: stayIdOf(exit), plate, exitPlate: plate };
  const closed = (revision: number, enteredMs: number): StaySummary => ({
    ...common,
    revision,
    status: "closed",
    entryEventId: `entry-of-${index}-${revision}`,
    enteredAt: new Date(enteredMs),
    durationSeconds: (visit.exitedMs - enteredMs) / 1_000,
  });
  const first = closed(1, visit.enteredMs);
  if (index % VOID_EACH === 5) return [first, { ...common, revision: 2, status: "void" }];
  if (index % CORRECTED_EACH !== 3) return [first];
  const between = visit.enteredMs + (visit.exitedMs - visit.enteredMs) * random();
  return [first, closed(2, Math.round(between))];
}

function aPlate(random: () => number): string {
  const letter = () => LETTERS[Math.floor(random() * LETTERS.length)] ?? "A";
  const digits = String(Math.floor(random() * 1_000)).padStart(3, "0");
  return `${letter()}${letter()}${digits}${letter()}${letter()}`;
}
