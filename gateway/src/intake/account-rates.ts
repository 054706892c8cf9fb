import { TokenBucket } from "./token-bucket.js";

interface RatedAccount {
  /** One bucket for each. */
  readonly account: string;
  /** Events a second; `undefined` for no limit. */
  readonly ratePerSecond: number | undefined;
}

/** The token buckets of all accounts that have a rate. */
export class AccountRates {
  private readonly buckets = new Map<string, { readonly rate: number; bucket: TokenBucket }>();

  /** @param nowMs - monotonic */
  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  /** Seconds until events of the account pass again; 0 when they pass now. */
  secondsUntilOpen(account: RatedAccount): number {
    return this.bucketOf(account)?.secondsUntilOpen(this.nowMs()) ?? 0;
  }

  take(account: RatedAccount, events: number): void {
    this.bucketOf(account)?.take(events, this.nowMs());
  }

  /** A changed rate begins with a full bucket. */
  private bucketOf({ account, ratePerSecond: rate }: RatedAccount): TokenBucket | undefined {
    if (rate === undefined) return undefined;
    const known = this.buckets.get(account);
    if (known?.rate === rate) return known.bucket;
    const bucket = new TokenBucket(rate, this.nowMs());
    this.buckets.set(account, { rate, bucket });
    return bucket;
  }
}
