import { setTimeout as sleep } from "node:timers/promises";
import { readSamples, sumOf } from "../read-samples.js";
import type { FaultTarget } from "./fault-target.js";

const READ_EVERY_MS = 500;

/** Reads the memory of the backends and gateways until stopped. `stop` returns the highest resident memory of one, in MB. */
export function watchMemory(target: FaultTarget): { stop(): Promise<number> } {
  let peakBytes = 0;
  const stopping = new AbortController();
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      for (const { metricsUrl } of [...target.backends, ...target.gateways]) {
        const samples = await readSamples(metricsUrl).catch(() => []); // a fault may have killed it
        peakBytes = Math.max(peakBytes, sumOf(samples, "process_resident_memory_bytes"));
      }
      await sleep(READ_EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await watching;
      return Math.round(peakBytes / 1_000_000);
    },
  };
}
