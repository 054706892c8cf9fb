import "reflect-metadata";
import type * as Backend from "@boomgate/backend";
import { numberOption } from "@boomgate/platform/cli";
import { Command } from "commander";
import fc from "fast-check";
import { killMutants } from "./mutants/kill-mutants.js";
import { aPlan, type Plan } from "./plan.js";
import { simulate } from "./simulate.js";
import { noCoverage } from "./world/coverage.js";

/** For all runs together, so that a failure is printed even when shrinking it takes long. */
const TIME_LIMIT_MS = 60 * 60_000;

const whole = numberOption({ min: 0 });

interface Options {
  readonly seed: number;
  readonly runs?: number;
  readonly path?: string;
  readonly mutants: boolean;
  readonly shrink: boolean;
  readonly backend: string;
}

const options = new Command("npm run simulate --")
  .description(
    "Runs the real backend over a simulated broker, store, sink and clock: any order, copies, crashes, " +
      "failing effects. The stays in the sink must be those of the rule.",
  )
  .option("--seed <number>", "decides all runs; the same seed gives the same runs", whole, 1)
  .option("--runs <number>", "how many, 2000, or 5000 for each mutant", whole)
  .option("--path <path>", "repeats only the failure that an earlier run printed")
  .option("--mutants", "runs against backends with a planted fault: each must be found", false)
  .option("--no-shrink", "prints the first failure without shrinking it")
  .option("--backend <module>", "the backend to run", "@boomgate/backend")
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 64))
  .parse()
  .opts<Options>();

process.exitCode = options.mutants
  ? await killMutants({ seed: options.seed, runs: options.runs ?? 5_000 })
  : await run(options);

/** @returns the exit code: 0 when no run went wrong */
async function run({ seed, runs = 2_000, path, backend, shrink }: Options): Promise<number> {
  const module = (await import(backend)) as typeof Backend;
  const coverage = noCoverage();
  const startedMs = performance.now();
  const property = fc.asyncProperty(aPlan, async (plan) => {
    const violations = await simulate(plan, module, coverage);
    if (violations.length > 0) throw new Error(violations.join("\n"));
  });
  const result = await fc.check(property, {
    seed,
    numRuns: runs,
    ...(path === undefined ? {} : { path }),
    endOnFailure: !shrink || path !== undefined,
    interruptAfterTimeLimit: TIME_LIMIT_MS,
    markInterruptAsFailure: true,
  });
  const seconds = (performance.now() - startedMs) / 1_000;
  if (result.interrupted && result.counterexample === null) {
    print(`INTERRUPTED after ${coverage.runs} of ${runs} runs, none of which went wrong`);
    return 1;
  }
  if (result.failed) {
    print(`FAILED with seed ${result.seed}, shrunk ${result.numShrinks} times`);
    const [plan] = (result.counterexample ?? []) as readonly Plan[];
    print(JSON.stringify(plan));
    print(String((result.errorInstance as Error | null)?.message));
    print(`again: npm run simulate -- --seed ${result.seed} --path ${result.counterexamplePath}`);
    return 1;
  }
  for (const [name, count] of Object.entries(coverage)) {
    print(
      `${name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).padEnd(18)} ${count}`,
    );
  }
  print(`no run of ${runs} went wrong (seed ${seed}, ${seconds.toFixed(1)} s)`);
  return 0;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
