/** How long a client may take. Node checks from time to time, so a little more is possible. */
export interface Patience {
  /** Time limit for a request to arrive, with its headers and its body. */
  readonly requestMs: number;
  readonly checkEveryMs: number;
  /** Without a byte in either direction. */
  readonly silentMs: number;
}

export const PATIENCE: Patience = { requestMs: 30_000, checkEveryMs: 5_000, silentMs: 120_000 };
