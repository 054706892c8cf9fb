import type { StoredStay } from "../store/stays/summary-store.js";

export interface ExportFormat {
  readonly contentType: string;
  /** A shortened example, for the OpenAPI document. */
  readonly example: string;
  /** Has one or a few pages in memory at a time. */
  readonly encode: (
    pages: AsyncIterable<readonly StoredStay[]>,
  ) => AsyncGenerator<string | Uint8Array, void>;
}
