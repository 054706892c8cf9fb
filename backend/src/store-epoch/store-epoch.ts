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

/** What this process knows about the store; the transitions stand above {@link StoreEpoch}. */
type Mode =
  | { readonly name: "unknown" }
  | { readonly name: "trusted" | "doubted" | "lost"; readonly epoch: string };

/**
 * Finds out when Redis does not hold what it acknowledged: when it comes back empty or with the data of
 * another epoch, and when the last saves of this process are gone (a failover to a replica that had not
 * received them, a crash before they were on disk).
 *
 * | Mode | Meaning | Next mode |
 * | --- | --- | --- |
 * | unknown | this process has not asked yet | trusted, when the register and Redis name one epoch, or neither names any and Redis takes ours |
 * | trusted | answers are used without asking the register | doubted, by `doubt()` or when an answer carries another epoch; lost, when saves of this process are missing |
 * | doubted | the register is asked before the next answer is used | trusted, as from unknown; lost, by a late answer that lacks saves |
 * | lost | other processes have to be stopped before anything else | doubted, once the loss is in the register and in Redis |
 *
 * While Redis is empty, holds another epoch or is being rebuilt, asking fails with a StoreLostError and the
 * mode stays.
 */
export class StoreEpoch implements StoreGuard {
  readonly keys: readonly [epoch: string, mark: string];
  private mode: Mode = { name: "unknown" };
  private establishing: Promise<Ticket> | undefined;
  /** Saves of this process that were sent, since it started. */
  private sent = 0;
  /** Of these, the last one that Redis acknowledged in the present epoch. */
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
    return this.mode.name === "trusted" ? this.mode.epoch : "";
  }

  /** To be called when a connection begins: what Redis holds now may be older than a loss. */
  doubt(): void {
    if (this.mode.name === "trusted") this.mode = { ...this.mode, name: "doubted" };
  }

  /** @throws {StoreLostError} @throws what the register or Redis failed with */
  async ticket(): Promise<Ticket> {
    const { mode, kept } = this;
    if (mode.name === "trusted") return { epoch: mode.epoch, saves: kept };
    this.establishing ??= this.establish().finally(() => {
      this.establishing = undefined;
    });
    return this.establishing;
  }

  /** @throws {StoreLostError} */
  async check(ticket: Ticket, [epoch = null, mark = null]: readonly (string | null)[]) {
    const hasSaves = Number(mark ?? 0) >= ticket.saves;
    if (epoch === ticket.epoch && hasSaves) return;
    if (epoch === ticket.epoch) throw this.savesGone(ticket.epoch);
    if (ticket.epoch === this.lastEpoch) this.doubt();
    throw new StoreLostError("is not the one it was");
  }

  mark() {
    const { lastEpoch, kept } = this;
    const mark = (this.sent += 1);
    return {
      sent: this.growMark(mark, kept, lastEpoch),
      acknowledge: () => {
        if (this.lastEpoch === lastEpoch) this.kept = Math.max(this.kept, mark);
      },
    };
  }

  /** The present epoch, or the one this process trusted last. */
  private get lastEpoch(): string | undefined {
    return this.mode.name === "unknown" ? undefined : this.mode.epoch;
  }

  private async growMark(mark: number, kept: number, epoch: string | undefined): Promise<void> {
    const numbers = [String(mark), String(MARK_KEPT_MS), String(kept)] as const;
    const grown = await this.redis.growMark(this.keys[1], ...numbers);
    if (grown === 1) return;
    // A new epoch was established after this mark was sent, so a low mark is stale, not a loss.
    if (this.lastEpoch !== epoch) throw new StoreLostError("was rebuilt in between");
    throw this.savesGone(epoch);
  }

  /** @param epoch - of the missing saves; nothing follows when this process has moved on to another one */
  private savesGone(epoch: string | undefined): StoreLostError {
    if (epoch !== undefined && epoch === this.lastEpoch) this.mode = { name: "lost", epoch };
    return new StoreLostError(SAVES_GONE);
  }

  private async establish(): Promise<Ticket> {
    if (this.mode.name === "lost") await this.publishLoss(this.mode.epoch);
    // The register is read before Redis: a new epoch is in the register before it is in Redis.
    const newest = await this.register.newest();
    const epoch = newest === undefined ? await this.claim() : await this.read();
    if (!isEpoch(epoch) || (newest ?? epoch) !== epoch) {
      this.onTrust(false);
      if (epoch !== null && newest === lossOf(epoch)) await this.stopOthers(epoch);
      throw lostBecause(epoch, elsewhereOf(newest, this.place));
    }
    // A late answer has shown in the meantime that saves are missing.
    if (this.isLost && this.lastEpoch === epoch) throw new StoreLostError(SAVES_GONE);
    if (this.lastEpoch !== epoch) this.kept = 0;
    this.mode = { name: "trusted", epoch };
    this.onTrust(true);
    return { epoch, saves: this.kept };
  }

  private get isLost(): boolean {
    return this.mode.name === "lost";
  }

  /** Into the register first: it keeps the loss even if Redis loses what is written there. */
  private async publishLoss(epoch: string): Promise<void> {
    await this.register.enter(lossOf(epoch));
    await this.stopOthers(epoch);
    this.mode = { name: "doubted", epoch };
  }

  /** Other processes may read documents that are older than what they once saved. */
  private async stopOthers(epoch: string): Promise<void> {
    await this.redis.replaceValue(this.keys[0], epoch, lossOf(epoch));
  }

  /** No epoch was ever registered: the first process to set one names it. */
  private async claim(): Promise<string | null> {
    await this.redis.set(this.keys[0], newEpoch(this.place.name), { NX: true });
    const claimed = await this.read();
    if (!isEpoch(claimed)) return claimed;
    await this.register.enter(claimed);
    const current = await this.read();
    // A rebuild has set a newer epoch in the meantime; its epoch must be the last entry of the register.
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
