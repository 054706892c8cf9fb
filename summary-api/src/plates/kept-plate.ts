import { createPlateHash, isHashedPlate } from "@boomgate/contracts";

/** A normalised plate in the form in which it is stored and shown; a hash stays what it is. */
export type KeptPlate = (plate: string) => string;

export interface KeptPlates {
  readonly kept: KeptPlate;
  /** Of the key; `undefined` when plates are kept as they are. */
  readonly fingerprint: string | undefined;
}

/** @param pepper - left out, plates are kept as they are */
export function createKeptPlate(pepper: string | undefined): KeptPlates {
  if (pepper === undefined) return { kept: (plate) => plate, fingerprint: undefined };
  const { of, fingerprint } = createPlateHash(pepper);
  return { kept: (plate) => (isHashedPlate(plate) ? plate : of(plate)), fingerprint };
}
