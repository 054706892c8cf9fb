import { isHashedPlate, type Lots, type SoughtPlate, soughtPlates } from "@boomgate/contracts";
import type { KeptPlate } from "./kept-plate.js";

/**
 * The forms in which stays may have a plate: more than one where lots compare plates in different ways.
 * @param asked - any spelling, or a hash
 * @returns an empty list when it is a plate in no lot
 */
export type FindPlates = (asked: string, lotId?: string) => readonly SoughtPlate[];

export const createFindPlates =
  (lots: Lots, kept: KeptPlate): FindPlates =>
  (asked, lotId) =>
    isHashedPlate(asked)
      ? [{ plate: asked }]
      : soughtPlates(asked, lots, lotId).map((sought) => ({
          ...sought,
          plate: kept(sought.plate),
        }));
