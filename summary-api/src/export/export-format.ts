import type { StoredStay } from "../store/stays/summary-store.js";

export interface ExportFormat {
  readonly contentType: string;
  /** What it looks like, shortened. */
  readonly example: string;
  /** Holds a page or a few of them, however many there are. */
  readonly encode: (
    pages: AsyncIterable<readonly StoredStay[]>,
  ) => AsyncGenerator<string | Uint8Array, void>;
}
