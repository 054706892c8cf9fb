/** Lots that have a label of their own; the others together are `other`. */
export const NAMED_LOTS = 50;
export const OTHER_LOTS = "other";

/** Keeps the largest lots by name and adds up the others, so that the number of labels is bounded. */
export function largestLots<Counts extends Record<keyof Counts, number>>(
  lots: ReadonlyMap<string, Counts>,
  sizeOf: (counts: Counts) => number,
): ReadonlyMap<string, Counts> {
  if (lots.size <= NAMED_LOTS) return lots;
  const sorted = [...lots].toSorted(
    ([a, one], [b, other]) => sizeOf(other) - sizeOf(one) || (a < b ? -1 : 1),
  );
  const named = new Map(sorted.slice(0, NAMED_LOTS));
  for (const [, counts] of sorted.slice(NAMED_LOTS)) {
    named.set(OTHER_LOTS, sumOf(counts, named.get(OTHER_LOTS)));
  }
  return named;
}

function sumOf<Counts extends Record<keyof Counts, number>>(
  counts: Counts,
  before: Counts | undefined,
): Counts {
  const sums = Object.entries<number>(counts).map(([name, count]) => {
    return [name, count + (before?.[name as keyof Counts] ?? 0)];
  });
  return Object.fromEntries(sums) as Counts;
}
