export interface Confirms {
  /** Whether each was confirmed in time, in their order. */
  readonly confirmed: readonly boolean[];
  /** Why those that failed before the limit did. */
  readonly failures: readonly unknown[];
}

/** Waits for all confirms, with one timer for them together. What comes later is not waited for. Never rejects. */
export async function confirmedWithin(
  limitMs: number,
  publishing: readonly Promise<void>[],
): Promise<Confirms> {
  const confirmed = publishing.map(() => false);
  const failures: unknown[] = [];
  if (publishing.length === 0) return { confirmed, failures };
  const all = Promise.all(
    publishing.map((each, place) =>
      each.then(
        () => void (confirmed[place] = true),
        (error: unknown) => void failures.push(error),
      ),
    ),
  );
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, limitMs)));
  await Promise.race([all, late]);
  clearTimeout(timer);
  return { confirmed: [...confirmed], failures };
}
