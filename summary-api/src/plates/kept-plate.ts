import { createPlateHash, isHashedPlate } from "@boomgate/contracts";

/** Turns a normalised plate into the form in which it is stored and shown; a hash is not changed. */
export type KeptPlate = (plate: string) => string;

interface KeptPlates {
  readonly kept: KeptPlate;
  /** Identifies the key; `undefined` when plates are not hashed. */
  readonly fingerprint: string | undefined;
}

/** @param pepper - key of the hashes; left out: plates are not hashed */
export function createKeptPlate(pepper: string | undefined): KeptPlates {
  if (pepper === undefined) return { kept: (plate) => plate, fingerprint: undefined };
  const { of, fingerprint } = createPlateHash(pepper);
  return { kept: (plate) => (isHashedPlate(plate) ? plate : of(plate)), fingerprint };
}
