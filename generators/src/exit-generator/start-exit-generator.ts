import type { Config } from "@boomgate/platform/config";
import { EventPublisher } from "../event-publisher.js";
import { type GeneratorParts, type RunningGenerator, startTraffic } from "../generator.js";
import { type exitGeneratorSettings, lotsOf } from "../settings.js";
import { systemClock } from "@boomgate/platform/clock";
import { startScenario } from "../scenarios/start-scenario.js";
import { arrivals } from "../traffic/arrivals.js";
import { RandomSource, randomSeed } from "../traffic/random-source.js";

interface ExitGeneratorOptions extends GeneratorParts {
  readonly config: Config<typeof exitGeneratorSettings>;
}

/** Publishes exits: those of a scenario, or of parked plates and, as often as the threshold says, random ones. */
export function startExitGenerator(options: ExitGeneratorOptions): RunningGenerator {
  const { config, parkedVehicles, log, plan, clock = systemClock } = options;
  if (plan) return startScenario("exit", plan, options, config.COUNT);
  const publisher = new EventPublisher("exit", options);
  const random = new RandomSource(config.SEED ?? randomSeed(), "exit");
  const lots = lotsOf(config.LOTS);

  const driveOut = async (signal: AbortSignal): Promise<void> => {
    const lotId = random.oneOf(lots);
    const wantsKnown = random.percent() > config.EXIT_KNOWN_PLATE_THRESHOLD;
    const randomPlate = random.plate(config.PLATE_FORMAT);
    const id = publisher.nextId();
    const taken = wantsKnown ? await take(lotId, signal) : undefined;
    if (taken === "unavailable") return;
    const source = taken !== undefined ? "known" : wantsKnown ? "random_lot_empty" : "random";
    publisher.metrics.exitPlates.inc({ source });
    const plate = taken?.plate ?? randomPlate;
    const exitedAt = new Date(clock.now());
    const result = await publisher.publish({ kind: "exit", id, plate, lotId, exitedAt }, signal);
    if (taken === undefined || result !== "unsent") return;
    // Given back only when the broker does not have the exit; else the plate would exit twice.
    await parkedVehicles
      .add(lotId, plate)
      .catch((error: unknown) => log.error({ err: error, plate }, "plate could not be given back"));
  };

  const take = async (lotId: string, signal: AbortSignal) => {
    try {
      const attempt = () => parkedVehicles.takeRandom(lotId);
      const plate = await publisher.retry("store", attempt, signal);
      return plate === undefined ? undefined : { plate };
    } catch {
      return "unavailable" as const; // stopped while Redis is away: no plate was taken
    }
  };

  const running = startTraffic(
    (signal) =>
      arrivals({
        nextGapMs: () => random.gapMs(config.EXIT_RATE),
        ratePerSecond: config.EXIT_RATE,
        count: config.COUNT,
        clock,
        signal,
      }),
    (_, signal) => driveOut(signal),
  );
  return { ...running, counts: () => publisher.counts() };
}
