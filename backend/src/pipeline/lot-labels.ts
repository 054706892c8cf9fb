import { NAMED_LOTS, OTHER_LOTS } from "../census/largest-lots.js";

/** The first lots of which events come keep their names; all later ones are `other`, as publishers may invent any. */
export class LotLabels {
  private readonly named = new Set<string>();

  of(lotId: string): string {
    if (this.named.has(lotId)) return lotId;
    if (this.named.size >= NAMED_LOTS) return OTHER_LOTS;
    this.named.add(lotId);
    return lotId;
  }
}
