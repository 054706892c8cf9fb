import { Chance } from "../traffic/chance.js";
import { RandomSource } from "../traffic/random-source.js";
import { FullLots } from "./full-lots.js";
import { regularArrivals } from "./regulars.js";
import type { Dwell, Lot, Scenario } from "./scenario.js";
import { walkIns } from "./walk-ins.js";

const DAY_MS = 86_400_000;
/** The last cars leave within this time before closing. */
const LAST_MINUTES_MS = 20 * 60_000;

const MOST_TRIES = 10_000;

/** What really happened: a car entered a lot and left it. */
export interface Visit {
  /** From 1, in the order of arrival. */
  readonly number: number;
  /** Normalised: "AB123CD". */
  readonly plate: string;
  readonly lotId: string;
  readonly entryGate: string;
  readonly exitGate: string;
  readonly enteredMs: number;
  readonly leftMs: number;
}

export interface VisitOptions {
  readonly seed: number;
  readonly startMs: number;
  readonly plateFormat: string;
}

/** The visits of a scenario in the order of arrival, without end; the same options give the same visits. */
export function* visitsOf(scenario: Scenario, options: VisitOptions): Generator<Visit, never> {
  const { seed } = options;
  const chance = new Chance(seed, "visits");
  const plates = new RandomSource(seed, "plates");
  const lots = new FullLots(scenario.lots);
  const regularPlates = platesOfRegulars(scenario, options);
  const known = new Set(regularPlates);
  /** No two cars with the same plate are in the car park at the same time. */
  const isTaken = (plate: string) => lots.isParked(plate) || known.has(plate);
  let number = 0;
  for (const { atMs: enteredMs, regular } of arrivalsOf(scenario, options, chance)) {
    lots.passUntil(enteredMs);
    const plate = regularPlates[regular ?? -1] ?? newPlate(plates, options, isTaken);
    const habit = regular === undefined ? chance : new Chance(seed, "lot", regular);
    const lot = lots.find(lots.draw(habit));
    const dwell = regular === undefined ? scenario.dwell : (scenario.regulars?.dwell as Dwell);
    const leftMs = leavesMs(scenario, dwell, enteredMs, chance);
    if (lot === undefined || lots.isParked(plate) || leftMs === undefined) continue;
    lots.park(lot, plate, leftMs);
    number += 1;
    yield { number, plate, enteredMs, leftMs, ...gatesOf(lot, chance) };
  }
  throw new Error("the arrivals ended"); // they have no end
}

function* arrivalsOf(
  scenario: Scenario,
  { seed, startMs }: VisitOptions,
  chance: Chance,
): Generator<{ readonly atMs: number; readonly regular?: number }, never> {
  const others = walkIns(scenario, startMs, chance);
  if (!scenario.regulars) for (;;) yield { atMs: others.next().value };
  const regulars = regularArrivals(scenario.regulars, startMs, seed);
  let other = others.next().value;
  let regular = regulars.next().value;
  for (;;) {
    if (regular.atMs <= other) {
      yield regular;
      regular = regulars.next().value;
    } else {
      yield { atMs: other };
      other = others.next().value;
    }
  }
}

function platesOfRegulars({ regulars }: Scenario, { seed, plateFormat }: VisitOptions) {
  const source = new RandomSource(seed, "regulars");
  const plates = new Set<string>();
  while (plates.size < (regulars?.count ?? 0)) {
    plates.add(newPlate(source, { plateFormat }, (plate) => plates.has(plate)));
  }
  return [...plates];
}

function newPlate(
  source: RandomSource,
  { plateFormat }: Pick<VisitOptions, "plateFormat">,
  isTaken: (plate: string) => boolean,
): string {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const plate = source.plate(plateFormat);
    if (!isTaken(plate)) return plate;
  }
  throw new Error("PLATE_FORMAT allows too few plates for so many cars");
}

/** @returns `undefined` when the car park closes before anybody could park */
function leavesMs(
  { leaving, closesAtMs }: Scenario,
  dwell: Dwell,
  enteredMs: number,
  chance: Chance,
): number | undefined {
  const drawnMs = dwell.medianMs * Math.exp(dwell.sigma * chance.normal());
  const staysMs = Math.floor(Math.min(Math.max(drawnMs, dwell.shortestMs), dwell.longestMs));
  const midnightMs = Math.floor(enteredMs / DAY_MS) * DAY_MS;
  const haste = chance.next();
  const endMs = leaving && midnightMs + leaving.atMs + Math.floor(haste * leaving.withinMs);
  const isInTime = endMs !== undefined && endMs > enteredMs + dwell.shortestMs;
  const wantedMs = isInTime ? endMs : enteredMs + staysMs;
  if (closesAtMs === undefined) return wantedMs;
  const lastMs = midnightMs + closesAtMs - Math.floor(haste * LAST_MINUTES_MS);
  if (lastMs < enteredMs + dwell.shortestMs) return undefined;
  return Math.min(wantedMs, lastMs);
}

const gatesOf = ({ id, entries, exits }: Lot, chance: Chance) => ({
  lotId: id,
  entryGate: chance.oneOf(entries),
  exitGate: chance.oneOf(exits),
});
