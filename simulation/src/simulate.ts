import type * as Backend from "@boomgate/backend";
import { RETRY_DELAYS_MS, retryQueueOf, returnExchangeOf } from "@boomgate/contracts";
import { createLogger, Registry } from "@boomgate/platform/telemetry";
import { noop } from "cockatiel";
import { arrayOf, messageOf, pickPublications } from "./publisher.js";
import { createBackendConfig } from "./backend-config.js";
import { judge } from "./judge.js";
import { HORIZON_SECONDS, type Plan, type PlannedEvent, REFUSED_MARK } from "./plan.js";
import { eventsOf, gateClockOf, type Publication, startMsOf } from "./plan-events.js";
import { AcceptedReads } from "./world/accepted-reads.js";
import { Choices } from "./world/choices.js";
import type { Coverage } from "./world/coverage.js";
import { Faults } from "./world/faults.js";
import { Operator, SIM_PLACE, STORE_OPTIONS } from "./world/operator.js";
import { isOutcome, isUnaccepted, names, routeOf } from "./world/routes.js";
import { type Caller, Scheduler, settled } from "./world/scheduler.js";
import { SimBroker } from "./world/sim-broker.js";
import { SimTime } from "./world/sim-clock.js";
import { SimRedis, SimRegister } from "./world/sim-redis.js";
import { SimLedger } from "./world/sim-ledger.js";
import { SimSink } from "./world/sim-sink.js";
import { Timetable } from "./world/timetable.js";

const delayQueues = RETRY_DELAYS_MS.map((delayMs) => retryQueueOf(names, delayMs));
const log = createLogger({ service: "simulation", level: "silent", showPlates: false });

const STEPS_AT_MOST = 200_000;

/** Clocks of two replicas differ by twice this at most. */
const CLOCK_OFFSET_MS = 400;

/** One step of so many loses writes, as long as the plan has losses left. */
const STEPS_PER_LOSS = 300;
const STEPS_PER_FREEZE = 300;
/** While work is left, time goes on to the next event once in so many steps. */
const WAITS_ONE_OF = 60;
const WRITES_LOST_AT_MOST = 30;

/** Runs the real backend over a simulated world; the same plan gives the same run. */
export async function simulate(
  plan: Plan,
  backend: typeof Backend,
  coverage: Coverage,
): Promise<readonly string[]> {
  const world = new World(plan, backend, coverage);
  await world.startReplicas();
  return world.play();
}

class World {
  private readonly choices: Choices;
  private readonly scheduler = new Scheduler();
  private readonly time: SimTime;
  private readonly broker: SimBroker;
  private readonly redis: SimRedis;
  private readonly register: SimRegister;
  private readonly sink: SimSink;
  private readonly ledger: SimLedger;
  private readonly operator: Operator;
  private readonly accepted = new AcceptedReads((plate, read, by) =>
    this.operator.savedFirst(plate, read, by),
  );
  private readonly events: readonly PlannedEvent[];
  private readonly timetable: Timetable;
  private lossesLeft: number;
  private freezesLeft: number;
  private replicas: Caller[] = [];
  private readonly reconnected = new Map<Caller, () => void>();

  constructor(
    private readonly plan: Plan,
    private readonly backend: typeof Backend,
    private readonly coverage: Coverage,
  ) {
    const choices = new Choices(plan.chaos);
    const faults = new Faults(choices, coverage);
    const { scheduler } = this;
    const time = new SimTime(startMsOf(plan));
    this.time = time;
    this.timetable = new Timetable(plan, time);
    const due = backend.DueRegister;
    const redis = new SimRedis(scheduler, faults, coverage, this.accepted, time, due);
    const register = new SimRegister(scheduler, faults);
    const sink = new SimSink(
      ...([scheduler, faults, time] as const),
      ({ exitEventId }) => exitEventId.endsWith(REFUSED_MARK),
      () => this.timetable.isPaused("sink"),
    );
    const ledger = new SimLedger(scheduler, faults);
    this.operator = new Operator({
      ...{ backend, scheduler, choices, coverage, time, redis, register, sink, ledger },
      config: createBackendConfig(plan),
    });
    this.choices = choices;
    this.ledger = ledger;
    this.redis = redis;
    this.register = register;
    this.sink = sink;
    const backTo = returnExchangeOf(names);
    this.broker = new SimBroker(scheduler, coverage, backTo, routeOf, (message) => {
      if (isUnaccepted(message)) this.operator.unaccepted.push(message);
      if (isOutcome(message)) ledger.takeMessage(message);
    });
    this.lossesLeft = plan.losses;
    this.freezesLeft = plan.freezes;
    this.events = eventsOf(plan);
  }

  async startReplicas(): Promise<void> {
    for (let replica = 0; replica < this.plan.replicas; replica += 1) await this.startReplica();
  }

  /** Runs until no step is left. @returns what went wrong */
  async play(): Promise<readonly string[]> {
    for (let steps = 0; ; steps += 1) {
      if (steps === STEPS_AT_MOST) return [`still going on after ${steps} steps`];
      this.time.nowMs += 1;
      if (this.choices.areLeft && this.replicas.length > 0) await this.perhapsDisturb();
      const actions = this.actions();
      const next = this.timetable.nextMs;
      if (actions.length === 0 && next === undefined) break;
      const isWaiting = next !== undefined && this.choices.nextTurn(WAITS_ONE_OF) === 0;
      if (next !== undefined && (actions.length === 0 || isWaiting)) {
        if (actions.length > 0) this.coverage.waitsWithWork += 1;
        this.time.nowMs = Math.max(this.time.nowMs, next);
      } else this.pick(actions)();
      await settled();
    }
    const wrong = judge({
      plan: this.plan,
      events: this.events,
      published: this.operator.trail,
      accepted: this.accepted,
      stays: this.sink.stays,
      ledger: this.ledger,
      broker: this.broker,
      names,
      coverage: this.coverage,
    });
    const violations = [...wrong, ...this.operator.violations];
    this.scheduler.end();
    return violations;
  }

  private actions(): readonly (() => void)[] {
    const actions: (() => void)[] = [];
    const { due } = this.timetable;
    if (due.length > 0) actions.push(() => this.publishOne(due));
    for (const consumer of this.timetable.isPaused("backends") ? [] : this.broker.readyConsumers) {
      actions.push(() => this.broker.deliver(consumer, (count) => this.choices.next(count)));
    }
    for (let step = 0; step < this.scheduler.count; step += 1) {
      actions.push(() => this.scheduler.run(step));
    }
    for (const queue of delayQueues) {
      const { length } = this.broker.messagesIn(queue);
      if (length > 0) actions.push(() => this.broker.expire(queue, this.choices.next(length)));
    }
    if (this.operator.hasToRebuild) actions.push(() => this.operator.rebuild());
    return actions;
  }

  private pick(actions: readonly (() => void)[]): () => void {
    return actions[this.choices.nextTurn(actions.length)] as () => void;
  }

  private publishOne(due: readonly Publication[]): void {
    const messages = pickPublications(due, this.choices).map((publication) => {
      this.timetable.published(publication);
      return messageOf(publication, this.time.nowMs + gateClockOf(this.plan, publication.event));
    });
    const [only] = messages;
    if (only === undefined) return;
    this.coverage.events += messages.length;
    if (messages.length > 1) this.coverage.arrays += 1;
    this.operator.trail.push(...messages);
    this.broker.push(messages.length > 1 ? arrayOf(messages) : only);
  }

  private async perhapsDisturb(): Promise<void> {
    if (this.freezesLeft > 0 && this.choices.oneIn(STEPS_PER_FREEZE)) this.freeze();
    if (this.lossesLeft > 0 && this.choices.oneIn(STEPS_PER_LOSS)) this.loseSomething();
    const disturbance = this.choices.next(48);
    if (disturbance > 1) return;
    const victim = this.replicas[this.choices.next(this.replicas.length)] as Caller;
    if (disturbance === 0) {
      this.coverage.lostChannels += 1;
      this.broker.loseChannel(victim);
      return;
    }
    this.coverage.crashes += 1;
    const isUnheard = this.choices.oneIn(2);
    if (this.operator.isRebuilding && this.choices.oneIn(4)) {
      this.operator.crash(isUnheard);
      return;
    }
    victim.isAlive = false;
    victim.isUnheard = isUnheard;
    this.broker.forget(victim);
    this.replicas = this.replicas.filter((replica) => replica !== victim);
    await this.startReplica();
  }

  /** Freezes all processes: their calls go on much later. */
  private freeze(): void {
    this.freezesLeft -= 1;
    this.coverage.freezes += 1;
    this.time.nowMs += this.choices.next(3 * HORIZON_SECONDS) * 1_000;
  }

  private loseSomething(): void {
    this.lossesLeft -= 1;
    const isAll = this.choices.oneIn(2);
    const writes = isAll ? Number.MAX_SAFE_INTEGER : 1 + this.choices.next(WRITES_LOST_AT_MOST);
    this.operator.lostSomething(this.redis.lose(writes));
    // A loss closes the connections, and a backend that connects again asks the register.
    for (const replica of this.replicas) this.reconnected.get(replica)?.();
  }

  private async startReplica(): Promise<void> {
    const { lifetimesOf, RedisPlateHistoryStore, rulesOf, StoreEpoch, startBackend } = this.backend;
    const clockOffsetMs = this.choices.next(2 * CLOCK_OFFSET_MS + 1) - CLOCK_OFFSET_MS;
    const caller: Caller = { isAlive: true, isUnheard: false, clockOffsetMs };
    this.replicas.push(caller);
    const clock = this.time.clockOf(caller, this.scheduler);
    const redis = this.redis.clientOf(caller);
    const epoch = new StoreEpoch(redis, this.register.clientOf(caller), () => undefined, SIM_PLACE);
    const lifetimes = lifetimesOf(rulesOf(createBackendConfig(this.plan)));
    const options = { ...STORE_OPTIONS, lifetimes };
    const backend = await startBackend(createBackendConfig(this.plan), {
      broker: this.broker.clientOf(caller),
      store: new RedisPlateHistoryStore(redis, epoch, options),
      sink: this.sink.clientOf(caller),
      createPolicy: () => noop,
      clock,
      registry: new Registry(),
      names,
      log,
    });
    this.reconnected.set(caller, () => {
      epoch.doubt();
      void backend.checkStore();
    });
  }
}
