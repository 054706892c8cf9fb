import type { ParkedMessage } from "./parked-message.js";

export interface CodeSummary {
  readonly code: string;
  readonly count: number;
  /** ISO 8601; "" when no message of this code has a time. */
  readonly first: string;
  readonly last: string;
  /** One of the reasons, as an example. */
  readonly reason: string;
}

/** Counts events by their cause. */
export class Summary {
  private readonly byCode = new Map<string, CodeSummary>();

  readonly take = ({ code, parkedAt, reason }: ParkedMessage): void => {
    const known = this.byCode.get(code) ?? { code, count: 0, first: "", last: "", reason };
    this.byCode.set(code, {
      ...known,
      count: known.count + 1,
      first:
        known.first === "" || (parkedAt !== "" && parkedAt < known.first) ? parkedAt : known.first,
      last: parkedAt > known.last ? parkedAt : known.last,
    });
  };

  /** Most frequent first. */
  get causes(): readonly CodeSummary[] {
    return [...this.byCode.values()].toSorted((a, b) => b.count - a.count);
  }
}
