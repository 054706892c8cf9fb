const FIRST_MS = 100;
const LONGEST_MS = 5_000;

/** Growing pauses; up to half of each is chance, so that many processes do not come back at once. */
export class Backoff {
  private failures = 0;

  nextMs(): number {
    const full = Math.min(FIRST_MS * 2 ** this.failures, LONGEST_MS);
    this.failures += 1;
    return full * (0.5 + Math.random() / 2);
  }

  succeeded(): void {
    this.failures = 0;
  }
}
