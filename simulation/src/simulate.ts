import type { startBackend } from "@boomgate/backend";
import {
  encodeEvent,
  ENTRY_KEY,
  EXIT_KEY,
  HEADERS,
  parkedQueueOf,
  pipelineTopology,
  RETRY_DELAYS_MS,
  retryQueueOf,
} from "@boomgate/contracts";
import type { OutgoingMessage } from "@boomgate/platform/messaging";
import { createLogger, Registry } from "@boomgate/platform/telemetry";
import { noop } from "cockatiel";
import { aftermathOf } from "./aftermath.js";
import { createBackendConfig } from "./backend-config.js";
import { eventsOf, type Plan, type PlannedEvent, REFUSED_MARK } from "./plan.js";
import { violationsOf } from "./violations.js";
import { Choices } from "./world/choices.js";
import type { Coverage } from "./world/coverage.js";
import { Faults } from "./world/faults.js";
import { type Caller, Scheduler, settled } from "./world/scheduler.js";
import { SimBroker } from "./world/sim-broker.js";
import { SimTime } from "./world/sim-clock.js";
import { SimSink } from "./world/sim-sink.js";
import { SimStore } from "./world/sim-store.js";

const names = { entryQueue: "entries", exitQueue: "exits", prefix: "" };
const { bindings } = pipelineTopology(names, "classic");
const delayQueues = RETRY_DELAYS_MS.map((delayMs) => retryQueueOf(names, delayMs));
const log = createLogger({ service: "simulation", level: "silent", showPlates: false });

/** Later than any event of a plan, so that none is stamped in the future. */
const START_MS = Date.UTC(2026, 2, 1, 12);
const STEPS_AT_MOST = 200_000;

const { REREAD_WINDOW_MS, CLOCK_SKEW_TOLERANCE_MS } = createBackendConfig(1);
const RULES = {
  rereadWindowMs: REREAD_WINDOW_MS,
  clockSkewToleranceMs: CLOCK_SKEW_TOLERANCE_MS,
};

const routeOf = ({ exchange, routingKey }: OutgoingMessage): string => {
  if (exchange === "") return routingKey;
  const bound = bindings.find(
    (binding) =>
      binding.exchange === exchange && (binding.key === "" || binding.key === routingKey),
  );
  if (!bound) throw new Error(`nothing is bound to ${exchange} for ${routingKey}`);
  return bound.queue;
};

/** Runs the real backend over a simulated world; the same plan gives the same run. */
export async function simulate(
  plan: Plan,
  start: typeof startBackend,
  coverage: Coverage,
): Promise<readonly string[]> {
  const world = new World(plan, start, coverage);
  await world.startReplicas();
  return world.play();
}

class World {
  private readonly choices: Choices;
  private readonly scheduler = new Scheduler();
  private readonly time = new SimTime(START_MS);
  private readonly broker: SimBroker;
  private readonly store: SimStore;
  private readonly sink: SimSink;
  private readonly events: readonly PlannedEvent[];
  private readonly unpublished: PlannedEvent[];
  private replicas: Caller[] = [];
  private turn = 0;

  constructor(
    private readonly plan: Plan,
    private readonly start: typeof startBackend,
    private readonly coverage: Coverage,
  ) {
    this.choices = new Choices(plan.chaos);
    const faults = new Faults(this.choices, coverage);
    this.broker = new SimBroker(this.scheduler, coverage, routeOf);
    this.store = new SimStore(this.scheduler, faults, coverage);
    this.sink = new SimSink(this.scheduler, faults, (id) => id.endsWith(REFUSED_MARK));
    this.events = eventsOf(plan);
    this.unpublished = [...this.events];
  }

  async startReplicas(): Promise<void> {
    for (let replica = 0; replica < this.plan.replicas; replica += 1) await this.startReplica();
  }

  /** Until nothing is left to happen. @returns what went wrong */
  async play(): Promise<readonly string[]> {
    for (let steps = 0; ; steps += 1) {
      if (steps === STEPS_AT_MOST) return [`still going on after ${steps} steps`];
      this.time.nowMs += 1;
      if (this.choices.areLeft && this.replicas.length > 0) await this.perhapsDisturb();
      const actions = this.actions();
      if (actions.length === 0) break;
      this.pick(actions)();
      await settled();
    }
    return this.judge();
  }

  private actions(): readonly (() => void)[] {
    const actions: (() => void)[] = [];
    if (this.unpublished.length > 0) actions.push(() => this.publishOne());
    for (const consumer of this.broker.readyConsumers) {
      actions.push(() => this.broker.deliver(consumer, (count) => this.choices.next(count)));
    }
    for (let step = 0; step < this.scheduler.count; step += 1) {
      actions.push(() => this.scheduler.run(step));
    }
    for (const queue of delayQueues) {
      const { length } = this.broker.messagesIn(queue);
      if (length > 0) actions.push(() => this.broker.expire(queue, this.choices.next(length)));
    }
    return actions;
  }

  /** As chosen; when the choices are used up, each in its turn. */
  private pick(actions: readonly (() => void)[]): () => void {
    this.turn += 1;
    const index = this.choices.areLeft ? this.choices.next(actions.length) : this.turn;
    return actions[index % actions.length] as () => void;
  }

  private publishOne(): void {
    const [event] = this.unpublished.splice(this.choices.next(this.unpublished.length), 1);
    if (!event) return;
    this.coverage.events += 1;
    this.broker.push({
      exchange: bindings[0]?.exchange ?? "",
      routingKey: event.kind === "entry" ? ENTRY_KEY : EXIT_KEY,
      body: encodeEvent(event),
      headers: { [HEADERS.publishedAt]: this.time.nowMs },
    });
  }

  private async perhapsDisturb(): Promise<void> {
    const disturbance = this.choices.next(48);
    if (disturbance > 1) return;
    const victim = this.replicas[this.choices.next(this.replicas.length)] as Caller;
    if (disturbance === 0) {
      this.coverage.lostChannels += 1;
      this.broker.loseChannel(victim);
      return;
    }
    this.coverage.crashes += 1;
    victim.isAlive = false;
    victim.isUnheard = this.choices.oneIn(2);
    this.broker.forget(victim);
    this.replicas = this.replicas.filter((replica) => replica !== victim);
    await this.startReplica();
  }

  private async startReplica(): Promise<void> {
    const caller: Caller = { isAlive: true, isUnheard: false };
    this.replicas.push(caller);
    await this.start(createBackendConfig(this.plan.prefetch), {
      broker: this.broker.clientOf(caller),
      store: this.store.clientOf(caller),
      sink: this.sink.clientOf(caller),
      createPolicy: () => noop,
      clock: this.time.clockOf(caller, this.scheduler),
      registry: new Registry(),
      names,
      log,
    });
  }

  private judge(): readonly string[] {
    const events = new Map(this.events.map((event) => [encodeEvent(event).toString(), event]));
    const parked = this.broker.messagesIn(parkedQueueOf(names)).map(({ body, headers }) => ({
      event: events.get(body.toString()) as PlannedEvent,
      code: headers[HEADERS.parkedCode],
    }));
    this.count(parked.map(({ code }) => code));
    const plates = aftermathOf({
      events: this.events,
      store: this.store,
      stays: this.sink.stays,
      parked: parked.map(({ event }) => event),
    });
    return [
      ...plates.flatMap((plate) => violationsOf(plate, RULES)),
      ...this.store.oversized.map((plate) => `the history of ${plate} is too large`),
    ];
  }

  private count(parkedCodes: readonly unknown[]): void {
    const stays = [...this.sink.stays.values()];
    this.coverage.runs += 1;
    this.coverage.parkedMessages += parkedCodes.length;
    this.coverage.closedStays += stays.filter(({ status }) => status === "closed").length;
    this.coverage.voidStays += stays.filter(({ status }) => status === "void").length;
    this.coverage.refusedStays += parkedCodes.filter((code) => code === "SUMMARY_REFUSED").length;
  }
}
