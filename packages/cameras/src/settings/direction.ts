/** What a passage is to the lot; "ignore" for one that another camera reports. */
export type Way = "entry" | "exit" | "ignore";

/** Fixed, or by what the camera says. */
export type DirectionSetting =
  | "entry"
  | "exit"
  | {
      /** Lower case: "forward", "obverse", "street>driveway"; "" for a camera that does not know. */
      readonly words: ReadonlyMap<string, Way>;
      readonly ranges: readonly DegreeRange[];
    };

/** Degrees, both ends included; from 315 to 45 goes over 0. */
export interface DegreeRange {
  readonly from: number;
  readonly to: number;
  readonly way: Way;
}

const RANGE = /^(\d{1,3})-(\d{1,3})$/;

/** @param map - keys are words of the vendor, or degrees such as "315-45" */
export function directionOfMap(map: Readonly<Record<string, Way>>): DirectionSetting {
  const words = new Map<string, Way>();
  const ranges: DegreeRange[] = [];
  for (const [key, way] of Object.entries(map)) {
    const range = RANGE.exec(key.trim());
    if (range) ranges.push({ from: Number(range[1]), to: Number(range[2]), way });
    else words.set(key.trim().toLowerCase(), way);
  }
  return { words, ranges };
}

/**
 * @param said - a word, degrees, the zones in the order in which they were entered, or nothing
 * @returns `undefined` when the map does not have it
 */
export function wayOf(
  setting: DirectionSetting,
  said: string | number | readonly string[] | undefined,
): Way | undefined {
  if (typeof setting === "string") return setting;
  if (typeof said === "number") {
    return setting.ranges.find((range) => isWithin(range, said))?.way ?? setting.words.get("");
  }
  const zones = typeof said === "string" ? [said] : (said ?? []);
  const names = zones.map((zone) => zone.trim().toLowerCase());
  const whole = setting.words.get(names.join(">"));
  if (whole !== undefined || names.length < 2) return whole ?? rangeOf(setting.ranges, names[0]);
  // The zone that was entered last says where the vehicle went.
  return names.map((name) => setting.words.get(name)).findLast((way) => way !== undefined);
}

/** Degrees that came as text. */
const rangeOf = (ranges: readonly DegreeRange[], text: string | undefined) =>
  text !== undefined && /^\d{1,3}(?:\.\d+)?$/.test(text)
    ? ranges.find((range) => isWithin(range, Number(text)))?.way
    : undefined;

function isWithin({ from, to }: DegreeRange, degrees: number): boolean {
  const turned = ((degrees % 360) + 360) % 360;
  return from <= to ? turned >= from && turned <= to : turned >= from || turned <= to;
}
