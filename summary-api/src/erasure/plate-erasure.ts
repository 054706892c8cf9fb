import type { SoughtPlate } from "@boomgate/contracts";

export interface Erased {
  /** Stays in force. */
  readonly stays: number;
  /** Revisions that were in force once. */
  readonly superseded: number;
}

/** Forgets who was there. */
export interface PlateErasure {
  /**
   * Deletes every stay and superseded revision of a plate, and has their rollups computed anew. A stay that
   * was erased never comes back, neither when it is announced again nor corrected: it is known.
   */
  erase(plate: SoughtPlate): Promise<Erased>;
}
