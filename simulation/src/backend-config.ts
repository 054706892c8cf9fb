import { type BackendConfig, backendSettings } from "@boomgate/backend";
import { readConfig } from "@boomgate/platform/config";
import { HORIZON_SECONDS, MAX_AHEAD_SECONDS, type Plan } from "./plan.js";

/** The defaults of the backend, except for the times, which suit the plans. */
export const createBackendConfig = ({
  prefetch,
  maxStaySeconds,
}: Pick<Plan, "prefetch" | "maxStaySeconds">): BackendConfig =>
  readConfig(backendSettings, {
    LEDGER: "on",
    PREFETCH: String(prefetch),
    MAX_STAY_MS: String(maxStaySeconds * 1_000),
    HORIZON_MS: String(HORIZON_SECONDS * 1_000),
    MAX_AHEAD_MS: String(MAX_AHEAD_SECONDS * 1_000),
  });
