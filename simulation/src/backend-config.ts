import { type BackendConfig, backendSettings } from "@boomgate/backend";
import { readConfig } from "@boomgate/platform/config";

/** Some visits of a plan last longer when the reads between two of them are lost. */
const MAX_STAY_MS = "600000";

/** The defaults, as an operator would have them, but for stays that suit the plans. */
export const createBackendConfig = (prefetch: number): BackendConfig =>
  readConfig(backendSettings, { PREFETCH: String(prefetch), MAX_STAY_MS });
