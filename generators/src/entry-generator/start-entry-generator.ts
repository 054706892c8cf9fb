import type { Config } from "@boomgate/platform/config";
import { EventPublisher } from "../event-publisher.js";
import { type GeneratorParts, type RunningGenerator, startArrivals } from "../generator.js";
import { type entryGeneratorSettings, lotsOf } from "../settings.js";
import { systemClock } from "@boomgate/platform/clock";
import { RandomSource, randomSeed } from "../traffic/random-source.js";

export interface EntryGeneratorOptions extends GeneratorParts {
  readonly config: Config<typeof entryGeneratorSettings>;
}

/** Lets cars with random plates drive in. */
export function startEntryGenerator(options: EntryGeneratorOptions): RunningGenerator {
  const { config, parkedVehicles, log, clock = systemClock } = options;
  const publisher = new EventPublisher("entry", options);
  const random = new RandomSource(config.SEED ?? randomSeed(), "entry");
  const lots = lotsOf(config.LOTS);

  const driveIn = async (signal: AbortSignal): Promise<void> => {
    const lotId = random.oneOf(lots);
    const plate = random.plate(config.PLATE_FORMAT);
    const id = publisher.nextId();
    const enteredAt = new Date(clock.now());
    const result = await publisher.publish({ kind: "entry", id, plate, lotId, enteredAt }, signal);
    // Only now: a plate in the set may be taken at once, and must not drive out of a lot it never entered.
    if (result !== "confirmed") return;
    await publisher
      .retry("store", () => parkedVehicles.add(lotId, plate), signal)
      .catch((error: unknown) => log.error({ err: error, plate }, "stopped before it was parked"));
  };

  const running = startArrivals(
    {
      nextGapMs: () => random.gapMs(config.ENTRY_RATE),
      ratePerSecond: config.ENTRY_RATE,
      count: config.COUNT,
      clock,
    },
    driveIn,
  );
  return { ...running, counts: () => publisher.counts() };
}
