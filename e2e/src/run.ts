import { setTimeout as sleep } from "node:timers/promises";
import { type Reconciliation, reconcile } from "@boomgate/embedded";
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
    const traffic = { SEED: String(options.seed) };
    const [entries, exits] = await Promise.all([
      cast.startReady("entry-generator", { ...traffic, ENTRY_RATE: String(options.entryRate) }),
      cast.startReady("exit-generator", {
        ...traffic,
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
    await Promise.all(backends.map((backend) => backend.stop()));
    await api.stop();
    return reconcile(sides);
  } finally {
    await cast.killAll();
  }
}
