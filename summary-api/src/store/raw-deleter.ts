/** Deletes raw stays, in the SQL of one database. */
export interface RawDeleter {
  /** @returns the number of deleted rows; 0: none is left, or the rest is locked at the moment */
  deleteSome(before: Date, limit: number): Promise<number>;
}
