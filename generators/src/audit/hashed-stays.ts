import { createPlateHash, isHashedPlate } from "@boomgate/contracts";
import type { Truth } from "../truth/truth.js";
import type { SinkStay } from "./sink-stay.js";

/** The sink stores hashes of plates, and the audit has no key, or a wrong one. */
export class PepperNeededError extends Error {
  readonly code = "PEPPER_NEEDED";

  constructor(isGiven: boolean) {
    super(
      isGiven
        ? "no hash in the sink is of a plate in the truth: PLATE_PEPPER_FILE may hold another key"
        : "the sink keeps hashes of plates: give its key in PLATE_PEPPER_FILE",
    );
    this.name = "PepperNeededError";
  }
}

/**
 * The stays, with hashes replaced by the plates of the truth; the hash of an unknown plate stays a hash.
 * @throws {PepperNeededError} when there are hashes, but none of a plate in the truth
 */
export function withPlatesOf(
  { visits }: Truth,
  stays: readonly SinkStay[],
  pepper: string | undefined,
): readonly SinkStay[] {
  if (!stays.some((stay) => isHashedPlate(stay.vehicle_plate))) return stays;
  if (pepper === undefined) throw new PepperNeededError(false);
  const hash = createPlateHash(pepper);
  const plates = new Map(visits.map(({ plate }) => [hash.of(plate), plate]));
  if (!stays.some((stay) => plates.has(stay.vehicle_plate))) throw new PepperNeededError(true);
  return stays.map((stay) => ({
    ...stay,
    vehicle_plate: plates.get(stay.vehicle_plate) ?? stay.vehicle_plate,
  }));
}
