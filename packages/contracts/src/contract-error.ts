/** A body that breaks the wire contract. Names every broken field, never a value. */
export class ContractError extends Error {
  /** Upper case, never renamed: logs and parked messages are searched by it. */
  readonly code = "CONTRACT_BROKEN";
  /** Parked, not retried: the bytes will not change. */
  readonly recovery = "park";

  constructor(
    readonly what: string,
    /** One sentence per broken field: "exit_date_time: must be an RFC 3339 date with a zone". */
    readonly problems: readonly string[],
  ) {
    super(`${what} breaks the contract: ${problems.join("; ")}`);
    this.name = "ContractError";
  }
}
