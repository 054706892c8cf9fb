/** What the two databases do differently when raw stays go. */
export interface RawDeleter {
  /** @returns how many rows went; 0: none is left, or the rest cannot be had just now */
  deleteSome(before: Date, limit: number): Promise<number>;
}
