import { randomUUID } from "node:crypto";
import type { EpochRegister } from "../ports/epoch-register.js";
import type { EpochRedis } from "./epoch-redis.js";
import { epochKeyOf, isEpoch, isLoss, lossOf, newEpoch } from "./epoch-value.js";
import type { StoreGuard, Ticket } from "./store-guard.js";
import { elsewhereOf, type StorePlace } from "./store-place.js";

const SAVES_GONE = "has lost acknowledged saves";

/** Longer than any process sleeps between two saves. */
const MARK_KEPT_MS = 400 * 24 * 3_600_000;

/** Held until a person starts a rebuild: a wrong stay could follow from what the store has forgotten. */
export class StoreLostError extends Error {
  readonly code = "STORE_LOST";

  constructor(what: string) {
    super(`Redis ${what}; events wait until it is rebuilt: npm run rebuild`);
    this.name = "StoreLostError";
  }
}

/**
 * Finds out when Redis does not hold what it acknowledged: when it comes back empty or with the data of
 * another epoch, and when the last saves of this process are gone (a failover to a replica that had not
 * got them yet, a crash before they were on disk).
 */
export class StoreEpoch implements StoreGuard {
  readonly keys: readonly [epoch: string, mark: string];
  /** The epoch believed last; saves are counted as long as it is the same. */
  private believed: string | undefined;
  private isTrusted = false;
  /** Its saves of this process are gone, and the others have to be told. */
  private lost: string | undefined;
  private establishing: Promise<Ticket> | undefined;
  private sent = 0;
  private kept = 0;

  constructor(
    private readonly redis: EpochRedis,
    private readonly register: EpochRegister,
    private readonly onTrust: (isTrusted: boolean) => void,
    private readonly place: StorePlace,
  ) {
    const { keyPrefix } = place;
    this.keys = [epochKeyOf(keyPrefix), `${keyPrefix}store:saves:${randomUUID()}`];
  }

  get epoch(): string {
    return this.isTrusted ? (this.believed ?? "") : "";
  }

  /** Asks the register again before the next answer: what stands in Redis may be older than a loss. */
  doubt(): void {
    this.isTrusted = false;
  }

  /** @throws {StoreLostError} @throws what the register or Redis failed with */
  async ticket(): Promise<Ticket> {
    const { believed, isTrusted, kept } = this;
    if (isTrusted && believed !== undefined) return { epoch: believed, saves: kept };
    this.establishing ??= this.establish().finally(() => {
      this.establishing = undefined;
    });
    return this.establishing;
  }

  /** @throws {StoreLostError} */
  async check(ticket: Ticket, [epoch = null, mark = null]: readonly (string | null)[]) {
    const hasSaves = Number(mark ?? 0) >= ticket.saves;
    if (epoch === ticket.epoch && hasSaves) return;
    if (this.believed === ticket.epoch) this.isTrusted = false;
    if (epoch !== ticket.epoch) throw new StoreLostError("is not the one it was");
    throw this.savesGone(ticket.epoch);
  }

  mark() {
    const { believed, kept } = this;
    const mark = (this.sent += 1);
    return {
      sent: this.growMark(mark, kept, believed),
      acknowledge: () => {
        if (this.believed === believed) this.kept = Math.max(this.kept, mark);
      },
    };
  }

  private async growMark(mark: number, kept: number, epoch: string | undefined): Promise<void> {
    const numbers = [String(mark), String(MARK_KEPT_MS), String(kept)] as const;
    const grown = await this.redis.growMark(this.keys[1], ...numbers);
    if (grown === 1) return;
    // Believed anew in between: then it is an old number that is too low, and nothing is lost.
    if (this.believed !== epoch) throw new StoreLostError("was rebuilt in between");
    this.isTrusted = false;
    throw this.savesGone(epoch);
  }

  private savesGone(epoch: string | undefined): StoreLostError {
    this.lost = epoch;
    return new StoreLostError(SAVES_GONE);
  }

  private async establish(): Promise<Ticket> {
    await this.tellLoss();
    // The register first: what it holds was in the store before.
    const newest = await this.register.newest();
    const epoch = newest === undefined ? await this.claim() : await this.read();
    if (!isEpoch(epoch) || (newest ?? epoch) !== epoch) {
      this.onTrust(false);
      if (epoch !== null && newest === lossOf(epoch)) await this.stopOthers(epoch);
      throw lostBecause(epoch, elsewhereOf(newest, this.place));
    }
    if (this.believed !== epoch) this.kept = 0;
    this.believed = epoch;
    this.isTrusted = true;
    this.onTrust(true);
    return { epoch, saves: this.kept };
  }

  /** The register first: it remembers the loss also when Redis loses what stands there. */
  private async tellLoss(): Promise<void> {
    const { lost } = this;
    if (lost === undefined) return;
    await this.register.enter(lossOf(lost));
    await this.stopOthers(lost);
    this.lost = undefined;
  }

  /** What they read may be older than what they once wrote. */
  private async stopOthers(epoch: string): Promise<void> {
    await this.redis.replaceValue(this.keys[0], epoch, lossOf(epoch));
  }

  /** Nothing was ever recorded: whoever comes first names the epoch. */
  private async claim(): Promise<string | null> {
    await this.redis.set(this.keys[0], newEpoch(this.place.name), { NX: true });
    const claimed = await this.read();
    if (!isEpoch(claimed)) return claimed;
    await this.register.enter(claimed);
    const current = await this.read();
    // Rebuilt in between: what was entered is older than what the rebuild has entered.
    if (current !== claimed && isEpoch(current)) await this.register.enter(current);
    return current;
  }

  private read(): Promise<string | null> {
    return this.redis.get(this.keys[0]);
  }
}

function lostBecause(found: string | null, elsewhere: string | undefined): StoreLostError {
  if (elsewhere !== undefined) return new StoreLostError(`is not the true store, ${elsewhere}`);
  if (found === null) return new StoreLostError("is empty, and was not before");
  return new StoreLostError(
    isLoss(found) ? SAVES_GONE : "holds the data of another epoch, or is being rebuilt",
  );
}
