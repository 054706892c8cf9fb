import type { EventTrail } from "@boomgate/backend";
import type * as Backend from "@boomgate/backend";
import {
  decodeEntryEvent,
  decodeExitEvent,
  type EntryEvent,
  type ExitEvent,
  HEADERS,
} from "@boomgate/contracts";
import type { OutgoingMessage } from "@boomgate/platform/messaging";
import type { Coverage } from "./coverage.js";
import { Faults } from "./faults.js";
import type { Choices } from "./choices.js";
import { plateTextOf, type PlateText, readOf, readTextOf } from "./accepted-reads.js";
import type { Caller, Scheduler } from "./scheduler.js";
import type { SimTime } from "./sim-clock.js";
import type { SimRedis, SimRegister } from "./sim-redis.js";
import type { SimLedger } from "./sim-ledger.js";
import type { SimSink } from "./sim-sink.js";

interface OperatorParts {
  readonly backend: typeof Backend;
  readonly config: Backend.BackendConfig;
  readonly scheduler: Scheduler;
  readonly choices: Choices;
  readonly coverage: Coverage;
  readonly time: SimTime;
  readonly redis: SimRedis;
  readonly register: SimRegister;
  readonly sink: SimSink;
  readonly ledger: SimLedger;
}

/** What a rebuild reads beside the sink. */
const SOURCES = ["both", "stream", "ledger"] as const;

const REBUILT_FROM = {
  both: "rebuildsFromBoth",
  stream: "rebuildsFromStream",
  ledger: "rebuildsFromLedger",
} as const;

/** One call of so many fails: a rebuild makes many calls, and with the rate of the backends none would end. */
const SELDOM = 512;

/** More reads and stays than any run has. */
const MOST_HELD = 10_000;

/**
 * Rebuilds the store when the backends have stopped because of a loss, and again until a rebuild succeeds. Also when
 * all processes that could have noticed a loss are dead: a failover is treated like a loss.
 */
export class Operator {
  /** All published messages, in the order of their publishing. */
  readonly trail: OutgoingMessage[] = [];
  /** All messages that were parked without being accepted. */
  readonly unaccepted: OutgoingMessage[] = [];
  /** For each loss since the last rebuild: the processes that have to notice it. */
  private unnoticed: (readonly Caller[])[] = [];
  /** The losses that the present rebuild repairs. */
  private beingMended: (readonly Caller[])[] = [];
  private caller: Caller | undefined;
  /** The messages that had been parked when the present rebuild began. */
  private parkedBefore: readonly OutgoingMessage[] = [];
  /** Sentences about what a rebuild did and may not do. */
  readonly violations: string[] = [];
  private readonly faults: Faults;

  constructor(private readonly parts: OperatorParts) {
    this.faults = new Faults(parts.choices, parts.coverage, SELDOM);
  }

  get hasToRebuild(): boolean {
    if (this.caller !== undefined) return false;
    const { redis, register } = this.parts;
    for (const witness of redis.takeLateWitnesses()) this.lostSomething([witness]);
    const isTrusted = redis.epoch?.startsWith("epoch ") && redis.epoch === register.newest;
    if (register.newest !== undefined && !isTrusted) return true;
    return this.unnoticed.some((witnesses) => witnesses.every(({ isAlive }) => !isAlive));
  }

  get isRebuilding(): boolean {
    return this.caller !== undefined;
  }

  lostSomething(witnesses: readonly Caller[]): void {
    if (witnesses.length > 0) this.unnoticed.push(witnesses);
  }

  /** Ends the rebuild at any step. */
  crash(isUnheard: boolean): void {
    if (this.caller === undefined) return;
    this.caller.isAlive = false;
    this.caller.isUnheard = isUnheard;
    this.caller = undefined;
    this.unnoticed.push(...this.beingMended);
  }

  rebuild(): void {
    const caller = { isAlive: true, isUnheard: false, clockOffsetMs: 0 };
    this.beingMended = this.unnoticed;
    this.unnoticed = [];
    this.caller = caller;
    this.parkedBefore = [...this.unaccepted];
    void this.rebuildAs(caller)
      .then((plates) => this.hasRebuilt(plates))
      .catch(() => void this.unnoticed.push(...this.beingMended)) // started again
      .finally(() => {
        if (this.caller === caller) this.caller = undefined;
      });
  }

  /** Checks a first save of a read: a rebuild may save it only if a copy of it was not parked. */
  savedFirst(plate: PlateText, readText: string, by: Caller | undefined): void {
    if (by === undefined || by !== this.caller) return;
    const copiesIn = (messages: readonly OutgoingMessage[]) =>
      messages.filter((message) => {
        const event = eventOf(message);
        return plateTextOf(event) === plate && readTextOf(readOf(event)) === readText;
      });
    if (copiesIn(this.unaccepted).some(isAcceptedAfterAll)) return;
    const left = new Map<number, number>();
    const move = (messages: readonly OutgoingMessage[], step: number) => {
      for (const at of messages.map(publishedAtMsOf)) left.set(at, (left.get(at) ?? 0) + step);
    };
    move(copiesIn(this.trail), 1);
    move(copiesIn(this.parkedBefore), -1);
    if ([...left.values()].every((count) => count <= 0)) {
      this.violations.push(`a rebuild accepted ${readText} of ${plate}, which was parked`);
    }
  }

  private hasRebuilt(plates: number): void {
    this.parts.coverage.rebuiltPlates += plates;
  }

  /** @returns how many plates */
  private async rebuildAs(caller: Caller): Promise<number> {
    const { backend, config, scheduler, time } = this.parts;
    const redis = this.parts.redis.clientOf(caller, this.faults);
    const register = this.parts.register.clientOf(caller, this.faults);
    const rules = backend.rulesOf(config);
    const options = { ...STORE_OPTIONS, lifetimes: backend.lifetimesOf(rules) };
    const chosen = SOURCES[this.parts.choices.next(SOURCES.length)] as (typeof SOURCES)[number];
    const useStream = chosen !== "ledger";
    const { plates } = await backend.renewEpoch(redis, register, SIM_PLACE, (guard) =>
      backend.rebuildStore({
        store: new backend.RedisPlateHistoryStore(redis, guard, options),
        sink: this.parts.sink.clientOf(caller, this.faults),
        ledger: this.parts.ledger.clientOf(caller, this.faults),
        rules,
        clock: time.clockOf(caller, scheduler),
        waitMs: backend.waitMsOf(config),
        sources: {
          ledger:
            chosen === "stream" ? undefined : this.parts.ledger.knownReadsOf(caller, this.faults),
          isLedgerWhole: true,
          trail: useStream ? this.trailOf(caller, () => this.trail) : undefined,
          parkedTrail: useStream ? this.trailOf(caller, () => this.unaccepted) : undefined,
          knownStays: this.parts.sink.knownStaysOf(caller, this.faults),
          stayedSince: new Date(0),
        },
        isPartial: false,
        mostHeld: MOST_HELD,
      }),
    );
    this.parts.coverage[REBUILT_FROM[chosen]] += 1;
    return plates;
  }

  private trailOf(caller: Caller, messages: () => readonly OutgoingMessage[]): EventTrail {
    return {
      read: async (onEvent) => {
        const read = await this.parts.scheduler.effect(caller, () => [...messages()]);
        for (const message of read) {
          onEvent({
            event: eventOf(message),
            publishedAtMs: publishedAtMsOf(message),
            isAccepted: isAcceptedAfterAll(message),
          });
        }
        return { completeSinceMs: undefined };
      },
    };
  }
}

function eventOf({ body, headers, exchange }: OutgoingMessage): EntryEvent | ExitEvent {
  const isExit = [headers[HEADERS.originalQueue], exchange].some(
    (from) => typeof from === "string" && from.endsWith("exits"),
  );
  return isExit ? decodeExitEvent(body) : decodeEntryEvent(body);
}

const publishedAtMsOf = ({ headers }: OutgoingMessage) => Number(headers[HEADERS.publishedAt]);
const isAcceptedAfterAll = ({ headers }: OutgoingMessage) => headers[HEADERS.accepted] === true;

/** The place of the only store. */
export const SIM_PLACE = { keyPrefix: "", name: "the simulated store" };

/** The limit is in real time: only calls of dead processes reach it. */
export const STORE_OPTIONS = { keyPrefix: "", timeoutMs: 20_000, replicas: 0 };
