import { NAMED_LOTS, OTHER_LOTS } from "../census/largest-lots.js";

/** The first lots this process hears of keep their names; whatever a publisher invents later is `other`. */
export class LotLabels {
  private readonly named = new Set<string>();

  of(lotId: string): string {
    if (this.named.has(lotId)) return lotId;
    if (this.named.size >= NAMED_LOTS) return OTHER_LOTS;
    this.named.add(lotId);
    return lotId;
  }
}
