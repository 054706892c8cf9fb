import { type BackendConfig, backendSettings } from "@boomgate/backend";
import { readConfig } from "@boomgate/platform/config";

/** The defaults, as an operator would have them. */
export const createBackendConfig = (prefetch: number): BackendConfig =>
  readConfig(backendSettings, { PREFETCH: String(prefetch) });
