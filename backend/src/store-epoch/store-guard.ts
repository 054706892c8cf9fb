/** The state of the store when a call was sent; the answer is checked against it. */
export interface Ticket {
  readonly epoch: string;
  /** How many saves of this process the store had acknowledged. */
  readonly saves: number;
}

/** Decides whether an answer of the store can be trusted. */
export interface StoreGuard {
  /** The epoch trusted at present; "" while none is. */
  readonly epoch: string;
  /** Keys to be read together with the histories; their values go to `check`. */
  readonly keys: readonly string[];
  /** @throws when the store cannot be trusted at present */
  ticket(): Promise<Ticket>;
  /** @param found - the values of `keys` @throws when the histories read with them are not to be used */
  check(ticket: Ticket, found: readonly (string | null)[]): Promise<void>;
  /** To be sent behind the saves of a batch, so that a store that has the mark has the saves. */
  mark(): { readonly sent: Promise<unknown>; readonly acknowledge: () => void };
}
