import { Gauge, type Registry } from "@boomgate/platform/telemetry";

/** What Redis alone can tell; other stores live and die with the process. */
export const createStoreMetrics = (registry: Registry) => ({
  storeLost: new Gauge({
    name: "parking_store_lost",
    help: "1 while events wait because Redis has lost what it once acknowledged.",
    registers: [registry],
  }),
});
