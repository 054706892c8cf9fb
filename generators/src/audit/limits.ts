import type { Audit } from "./audit.js";

/** What an audit must reach. */
export interface Limits {
  readonly minRecall: number;
  readonly maxFalseMerges: number;
}

/** @returns sentences, one for each limit that is not kept */
export function brokenLimits(
  audit: Audit,
  { minRecall, maxFalseMerges }: Limits,
): readonly string[] {
  const broken: string[] = [];
  if (audit.recall < minRecall) {
    broken.push(`recall is ${audit.recall.toFixed(4)}, below ${minRecall}`);
  }
  if (audit.falseMerges > maxFalseMerges) {
    broken.push(`${audit.falseMerges} false merges, more than ${maxFalseMerges}`);
  }
  return broken;
}
