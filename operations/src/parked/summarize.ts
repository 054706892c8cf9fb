import type { ParkedMessage } from "./parked-message.js";

export interface CodeSummary {
  readonly code: string;
  readonly count: number;
  /** ISO 8601; "" when no message of this code tells. */
  readonly first: string;
  readonly last: string;
  /** One of the reasons, as an example. */
  readonly reason: string;
}

/** Messages by their cause, most frequent first. */
export function summarize(messages: readonly ParkedMessage[]): readonly CodeSummary[] {
  const byCode = new Map<string, ParkedMessage[]>();
  for (const message of messages) {
    const same = byCode.get(message.code);
    if (same) same.push(message);
    else byCode.set(message.code, [message]);
  }
  return [...byCode]
    .map(([code, same]) => {
      const times = same.map(({ parkedAt }) => parkedAt).filter((time) => time !== "");
      times.sort((a, b) => (a < b ? -1 : 1));
      const reason = same[0]?.reason ?? "";
      return { code, count: same.length, first: times[0] ?? "", last: times.at(-1) ?? "", reason };
    })
    .toSorted((a, b) => b.count - a.count);
}
