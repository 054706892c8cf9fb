/** Who sends an event, as its token says. */
export interface Sender {
  /** Stable name of the sender, which outlives its tokens: "north-garage". */
  readonly account: string;
  /** Lots that it may send events of; `undefined` for all. */
  readonly lots: ReadonlySet<string> | undefined;
  /** Of the request: part of the ids that are made for events without one. */
  readonly idempotencyKey: string | undefined;
}
