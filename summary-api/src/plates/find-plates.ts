import { isHashedPlate, type Lots, type SoughtPlate, soughtPlates } from "@boomgate/contracts";
import type { KeptPlate } from "./kept-plate.js";

/**
 * What stays carry of a plate: more than one form where lots compare it in different ways.
 * @param asked - any spelling, or a hash
 * @returns empty when no lot compares it as a plate
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
