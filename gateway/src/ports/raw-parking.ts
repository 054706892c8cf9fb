/** What a camera sent and nobody can use, kept for a person. */
export interface RawBody {
  readonly camera: string;
  readonly body: Uint8Array;
  readonly contentType: string | undefined;
  /** Why; its message names parts and never a value. */
  readonly cause: Error;
  /** Ms since 1970 at which it came. */
  readonly receivedMs: number;
}

/** Keeps bodies in the parking lot. */
export interface RawParking {
  /** Resolves once the broker has it. */
  park(raw: RawBody): Promise<void>;
}
