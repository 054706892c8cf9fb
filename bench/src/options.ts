import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { numberOption } from "@boomgate/platform/cli";
import { Command, Option } from "commander";
import type { QueueType } from "./with-row.js";

export const PARTS = ["throughput", "latency", "growth", "profile"] as const;
export type Part = (typeof PARTS)[number];

interface BenchOptions {
  readonly parts: readonly Part[];
  readonly save: boolean;
  readonly events: number;
  readonly rounds: number;
  readonly latencySeconds: number;
  /** Events of each run of the part "growth". */
  readonly growthTo: readonly number[];
  readonly only: string;
  /** Folder that keeps the CPU profile. */
  readonly profile: string | undefined;
  readonly profileEvents: number;
  /** Percent of exits that match; throughput is measured for each. */
  readonly mixes: readonly number[];
  readonly against: URL | undefined;
  readonly queueType: QueueType;
  /** Throughput is measured with arrays of events as well. */
  readonly packed: boolean;
  /** Printed in the results. */
  readonly command: string;
}

interface Given {
  readonly part?: Part;
  readonly quick: boolean;
  readonly save: boolean;
  readonly events: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly growth: number;
  readonly only: string;
  readonly profile?: string | true;
  readonly against?: string;
  readonly queueType: QueueType;
  readonly packed: boolean;
}

const LARGEST_GROWTH = 1_000_000;
const GROWTH = [10_000, 100_000, LARGEST_GROWTH];
const upTo = numberOption({ min: 10_000, max: LARGEST_GROWTH });
const whole = numberOption({ min: 1, max: 9_999_999 });

/** Prints wrong options on standard error and exits with 64. */
export function parseOptions(args: readonly string[]): BenchOptions {
  const given = new Command("npm run bench --")
    .description(
      "Starts RabbitMQ, Redis and PostgreSQL, and measures Boomgate and other designs in turn: throughput, latency, " +
        "and CPU seconds of all processes for 100,000 events. Compare the ratios; absolute rates depend on the machine.",
    )
    .addOption(new Option("--part <name>", "only this part").choices(PARTS))
    .option("--events <number>", "throughput: number of entries, and as many exits", whole, 20_000)
    .option("--rounds <number>", "rounds, in each of which each row runs once", whole, 3)
    .option("--seconds <number>", "latency: seconds of entries, and as many of exits", whole, 5)
    .option("--growth <events>", "growth: most events", upTo, LARGEST_GROWTH)
    .option("--only <text>", "only rows whose name contains the text", "")
    .addOption(
      new Option("--queue-type <type>", "type of the queues in RabbitMQ")
        .choices(["quorum", "classic"])
        .default("quorum"),
    )
    .option("--profile [folder]", "only the part profile; the .cpuprofile is kept in the folder")
    .option("--packed", "throughput: a row more, whose events come in arrays of 100", false)
    .option("--against <folder>", "a built checkout whose backend is measured as well")
    .option("--quick", "few events and one round, to check that the bench works", false)
    .option(
      "--save",
      "write bench/RESULTS.md, and after all parts the headlines of the README",
      false,
    )
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 64))
    .parse(args, { from: "user" })
    .opts<Given>();
  const { quick, against, seconds, profile } = given;
  const part = given.part ?? (profile === undefined ? undefined : "profile");
  return {
    ...given,
    parts: part ? [part] : PARTS,
    events: quick ? 2_000 : given.events,
    rounds: quick ? 1 : given.rounds,
    latencySeconds: quick ? 1 : seconds,
    growthTo: quick ? [2_000, 20_000] : GROWTH.filter((events) => events <= given.growth),
    profile: typeof profile === "string" ? resolve(profile) : undefined,
    profileEvents: quick ? 5_000 : 50_000,
    mixes: quick ? [100] : [100, 20],
    against: against ? pathToFileURL(`${resolve(against)}/`) : undefined,
    command: ["npm run bench --", ...args].join(" "),
  };
}
