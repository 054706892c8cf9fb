import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Reconciliation, reconcile } from "@boomgate/embedded";
import { audit } from "./audit.js";
import { ServiceProcesses } from "./service-processes.js";
import { countSides } from "./count-sides.js";
import { drain } from "./drain.js";
import type { E2eOptions } from "./options.js";
import type { Environment } from "./environment.js";

const DRAIN_TIMEOUT_MS = 60_000;

/** Publishes traffic through separate processes, and counts what became of every event. */
export async function run(
  environment: Environment,
  options: E2eOptions,
  print: (line: string) => void,
  signal: AbortSignal,
): Promise<Reconciliation> {
  const processes = await ServiceProcesses.over(environment);
  try {
    const api = await processes.startReady("summary-api");
    const backends = await Promise.all(
      Array.from({ length: options.backends }, () => processes.startReady("backend")),
    );
    print(`summary-api and ${backends.length} backends are ready`);
    const traffic = trafficOf(options);
    const truth = truthFilesOf(environment, options);
    const [entries, exits] = await Promise.all([
      processes.startReady("entry-generator", {
        ...traffic,
        ...truth.entries,
        ENTRY_RATE: String(options.entryRate),
      }),
      processes.startReady("exit-generator", {
        ...traffic,
        ...truth.exits,
        EXIT_RATE: String(options.exitRate),
        EXIT_KNOWN_PLATE_THRESHOLD: String(options.knownPlateThreshold),
      }),
    ]);
    print(`traffic for ${options.for} s`);
    await sleep(options.for * 1_000, undefined, { signal });
    await Promise.all([entries.stop(), exits.stop()]);
    print("traffic ended, waiting until every event is settled");
    await drain(environment, backends, DRAIN_TIMEOUT_MS);
    const generators = { entries, exits };
    const sides = await countSides({ environment, apiUrl: processes.apiUrl, backends, generators });
    const files = [truth.entries, truth.exits].flatMap(({ TRUTH_PATH }) => TRUTH_PATH ?? []);
    if (files.length > 0) print(await audit(files, processes.apiUrl, options.minRecall));
    await Promise.all(backends.map((backend) => backend.stop()));
    await api.stop();
    return reconcile(sides);
  } finally {
    await processes.killAll();
  }
}

const trafficOf = ({ seed, scenario, noise, timeScale }: E2eOptions) => ({
  SEED: String(seed),
  SCENARIO: scenario,
  NOISE: noise,
  TIME_SCALE: String(timeScale),
});

/** One truth file of each generator; random plates have none. */
function truthFilesOf(
  { folder }: Environment,
  { scenario }: E2eOptions,
): Record<"entries" | "exits", { readonly TRUTH_PATH?: string }> {
  if (scenario === "seed") return { entries: {}, exits: {} };
  return {
    entries: { TRUTH_PATH: join(folder, "entries.ndjson") },
    exits: { TRUTH_PATH: join(folder, "exits.ndjson") },
  };
}
