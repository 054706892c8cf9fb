/** What was true when a call was sent; the answer is judged by it. */
export interface Ticket {
  readonly epoch: string;
  /** The store has answered for so many saves of this process. */
  readonly saves: number;
}

/** Decides whether what the store answers can be believed. */
export interface StoreGuard {
  /** What is believed at present; "" while nothing is. */
  readonly epoch: string;
  /** Read together with the histories, and given to `check`. */
  readonly keys: readonly string[];
  /** @throws when nothing can be believed at present */
  ticket(): Promise<Ticket>;
  /** @param found - the values of `keys` @throws when the histories read with them are not to be used */
  check(ticket: Ticket, found: readonly (string | null)[]): Promise<void>;
  /** Sent behind the saves of a batch, so that it is there only if they are. */
  mark(): { readonly sent: Promise<unknown>; readonly acknowledge: () => void };
}
