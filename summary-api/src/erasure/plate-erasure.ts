export interface Erased {
  /** Stays in force. */
  readonly stays: number;
  /** Revisions that were in force once. */
  readonly superseded: number;
}

/** Forgets who was there. */
export interface PlateErasure {
  /**
   * Deletes every stay and superseded revision of a plate, and has their rollups computed anew. What was
   * erased does not come back when it is announced again; a higher revision of it is new.
   * @param plate - normalised
   */
  erase(plate: string): Promise<Erased>;
}
