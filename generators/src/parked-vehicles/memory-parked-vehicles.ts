import type { ParkedVehicles } from "./parked-vehicles.js";

/** For one process: both generators of the embedded mode share an instance. */
export class MemoryParkedVehicles implements ParkedVehicles {
  private readonly lots = new Map<string, string[]>();
  private readonly present = new Set<string>();

  /** @param random - 0 (included) to 1 (excluded); seeded where a run must be repeatable */
  constructor(private readonly random: () => number = Math.random) {}

  async add(lotId: string, plate: string): Promise<void> {
    const key = keyOf(lotId, plate);
    if (this.present.has(key)) return;
    this.present.add(key);
    const plates = this.lots.get(lotId);
    if (plates === undefined) this.lots.set(lotId, [plate]);
    else plates.push(plate);
  }

  async takeRandom(lotId: string): Promise<string | undefined> {
    const plates = this.lots.get(lotId) ?? [];
    const index = Math.floor(this.random() * plates.length);
    const taken = plates[index];
    const last = plates.pop();
    if (taken === undefined || last === undefined) return undefined;
    // The last fills the gap, so that taking from a large lot costs no more than from a small one.
    if (index < plates.length) plates[index] = last;
    this.present.delete(keyOf(lotId, taken));
    return taken;
  }

  async count(lotId: string): Promise<number> {
    return this.lots.get(lotId)?.length ?? 0;
  }
}

const keyOf = (lotId: string, plate: string) => JSON.stringify([lotId, plate]);
