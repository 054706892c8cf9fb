import type { SoughtPlate } from "@boomgate/contracts";

export interface Erased {
  /** Deleted stays. */
  readonly stays: number;
  /** Deleted revisions that had been replaced. */
  readonly superseded: number;
}

/** Deletes the stays of a plate. */
export interface PlateErasure {
  /**
   * Deletes every stay and replaced revision of a plate; their rollups are computed again. When the same stay is sent
   * again, also in a higher revision, it is not stored: the outcome is `known`.
   */
  erase(plate: SoughtPlate): Promise<Erased>;
}
