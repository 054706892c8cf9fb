/** How often each name was found, zeros included. */
export function countsOf<const T extends string>(
  names: readonly T[],
  found: readonly T[],
): Readonly<Record<T, number>> {
  const counts = Object.fromEntries(names.map((name) => [name, 0])) as Record<T, number>;
  for (const name of found) counts[name] += 1;
  return counts;
}
