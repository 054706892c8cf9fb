/**
 * Counts what may happen often, and reports the count once in so many ms, from the first on. A report that is due does
 * not keep the process running.
 * @returns counts one
 */
export function reportedTogether(
  everyMs: number,
  report: (count: number) => void,
): (count?: number) => void {
  let counted = 0;
  return (count = 1) => {
    if (counted === 0) {
      setTimeout(() => {
        const all = counted;
        counted = 0;
        report(all);
      }, everyMs).unref();
    }
    counted += count;
  };
}
