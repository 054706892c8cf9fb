import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Reconciliation, reconcile } from "@boomgate/embedded";
import { audit } from "./audit.js";
import { Cast } from "./cast.js";
import { countSides } from "./count-sides.js";
import { drain } from "./drain.js";
import type { E2eOptions } from "./options.js";
import type { Stage } from "./stage.js";

const DRAIN_TIMEOUT_MS = 60_000;

/** Traffic through real services and separate processes, and where every event went. */
export async function run(
  stage: Stage,
  options: E2eOptions,
  tell: (line: string) => void,
  signal: AbortSignal,
): Promise<Reconciliation> {
  const cast = await Cast.over(stage);
  try {
    const api = await cast.startReady("summary-api");
    const backends = await Promise.all(
      Array.from({ length: options.backends }, () => cast.startReady("backend")),
    );
    tell(`summary-api and ${backends.length} backends are ready`);
    const traffic = trafficOf(options);
    const truth = truthFilesOf(stage, options);
    const [entries, exits] = await Promise.all([
      cast.startReady("entry-generator", {
        ...traffic,
        ...truth.entries,
        ENTRY_RATE: String(options.entryRate),
      }),
      cast.startReady("exit-generator", {
        ...traffic,
        ...truth.exits,
        EXIT_RATE: String(options.exitRate),
        EXIT_KNOWN_PLATE_THRESHOLD: String(options.knownPlateThreshold),
      }),
    ]);
    tell(`traffic for ${options.for} s`);
    await sleep(options.for * 1_000, undefined, { signal });
    await Promise.all([entries.stop(), exits.stop()]);
    tell("traffic ended, waiting for what is on its way");
    await drain(stage, backends, DRAIN_TIMEOUT_MS);
    const generators = { entries, exits };
    const sides = await countSides({ stage, apiUrl: cast.apiUrl, backends, generators });
    const files = [truth.entries, truth.exits].flatMap(({ TRUTH_PATH }) => TRUTH_PATH ?? []);
    if (files.length > 0) tell(await audit(files, cast.apiUrl, options.minRecall));
    await Promise.all(backends.map((backend) => backend.stop()));
    await api.stop();
    return reconcile(sides);
  } finally {
    await cast.killAll();
  }
}

const trafficOf = ({ seed, scenario, noise, timeScale }: E2eOptions) => ({
  SEED: String(seed),
  SCENARIO: scenario,
  NOISE: noise,
  TIME_SCALE: String(timeScale),
});

/** A file of each generator; random plates have no truth. */
function truthFilesOf(
  { folder }: Stage,
  { scenario }: E2eOptions,
): Record<"entries" | "exits", { readonly TRUTH_PATH?: string }> {
  if (scenario === "seed") return { entries: {}, exits: {} };
  return {
    entries: { TRUTH_PATH: join(folder, "entries.ndjson") },
    exits: { TRUTH_PATH: join(folder, "exits.ndjson") },
  };
}
