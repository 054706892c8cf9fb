import type { Config } from "@boomgate/platform/config";
import { EventPublisher } from "../event-publisher.js";
import { type GeneratorParts, type RunningGenerator, startTraffic } from "../generator.js";
import { type entryGeneratorSettings, lotsOf } from "../settings.js";
import { systemClock } from "@boomgate/platform/clock";
import { startScenario } from "../scenarios/start-scenario.js";
import { arrivals } from "../traffic/arrivals.js";
import { RandomSource, randomSeed } from "../traffic/random-source.js";

interface EntryGeneratorOptions extends GeneratorParts {
  readonly config: Config<typeof entryGeneratorSettings>;
}

/** Publishes entries: those of a scenario, or of random plates. */
export function startEntryGenerator(options: EntryGeneratorOptions): RunningGenerator {
  const { config, parkedVehicles, log, plan, clock = systemClock } = options;
  if (plan) return startScenario("entry", plan, options, config.COUNT);
  const publisher = new EventPublisher("entry", options);
  const random = new RandomSource(config.SEED ?? randomSeed(), "entry");
  const lots = lotsOf(config.LOTS);

  const driveIn = async (signal: AbortSignal): Promise<void> => {
    const lotId = random.oneOf(lots);
    const plate = random.plate(config.PLATE_FORMAT);
    const id = publisher.nextId();
    const enteredAt = new Date(clock.now());
    const result = await publisher.publish({ kind: "entry", id, plate, lotId, enteredAt }, signal);
    // Only after the confirm: the exit generator may take the plate at once, and its exit needs an entry.
    if (result !== "confirmed") return;
    await publisher
      .retry("store", () => parkedVehicles.add(lotId, plate), signal)
      .catch((error: unknown) => log.error({ err: error, plate }, "stopped before it was parked"));
  };

  const running = startTraffic(
    (signal) =>
      arrivals({
        nextGapMs: () => random.gapMs(config.ENTRY_RATE),
        ratePerSecond: config.ENTRY_RATE,
        count: config.COUNT,
        clock,
        signal,
      }),
    (_, signal) => driveIn(signal),
  );
  return { ...running, counts: () => publisher.counts() };
}
