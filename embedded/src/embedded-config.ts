import { randomBytes } from "node:crypto";
import { backendSettings } from "@boomgate/backend";
import { gatewaySettings } from "@boomgate/gateway";
import { join } from "node:path";
import {
  entryGeneratorSettings,
  exitGeneratorSettings,
  type Limits,
  planOf,
  type ScenarioPlan,
} from "@boomgate/generators";
import { readConfig } from "@boomgate/platform/config";
import { summaryApiSettings } from "@boomgate/summary-api";
import type { EmbeddedOptions } from "./options.js";

/** Settings of services outside of this process: the embedded mode uses none of these services. */
const OUTSIDE = [
  "AMQP_URL",
  "REDIS_URL",
  "DATABASE_URL",
  "SUMMARY_URL",
  "SUMMARY_TOKEN",
  "SUMMARY_POST_MODE",
  "BACKEND_METRICS_URL",
  "LEDGER_URL",
  "LEDGER_TOKEN",
];

const PORTS = ["HTTP_PORT", "METRICS_PORT", "GATEWAY_PORT"] as const;

export interface EmbeddedConfig {
  readonly entries: ReturnType<typeof readEntries>;
  readonly exits: ReturnType<typeof readExits>;
  readonly api: ReturnType<typeof readApi>;
  readonly backend: ReturnType<typeof readBackend>;
  readonly gateway: ReturnType<typeof readGateway>;
  /** With which backend and gateway call the summary API, when API_TOKENS is set. */
  readonly token: string | undefined;
  /** Instead of random plates at a rate. */
  readonly plan: ScenarioPlan | undefined;
  readonly audit: Limits | undefined;
  /** End of the history to publish first, ms since 1970; `undefined` publishes none. */
  readonly backfillUntilMs: number | undefined;
  /** Ports that nobody set: when one is taken, any free port is used. */
  readonly movablePorts: readonly (typeof PORTS)[number][];
}

/** @throws {ConfigError} naming each setting that is wrong */
export function readEmbeddedConfig(
  options: EmbeddedOptions,
  processEnv: NodeJS.ProcessEnv,
): EmbeddedConfig {
  const env: NodeJS.ProcessEnv = { LOG_LEVEL: "warn", LEDGER: "on", ...withoutOutside(processEnv) };
  Object.assign(env, options.settings);
  const api = readApi(env);
  if (options.audit) env["TRUTH_PATH"] ||= join(api.SUMMARY_DATA_DIR, "truth.ndjson");
  const token = api.API_TOKENS === undefined ? undefined : randomBytes(32).toString("base64url");
  const nowMs = Date.now();
  const { backfillMs } = options;
  if (backfillMs !== undefined) {
    env["SCENARIO_START"] = new Date(nowMs - backfillMs).toISOString();
  }
  const entries = readEntries(env);
  const plan = planOf(entries, nowMs, options.forSeconds);
  if (plan?.scenario.longestStayMs) env["MAX_STAY_MS"] ||= String(plan.scenario.longestStayMs);
  return {
    entries,
    plan,
    audit: options.audit,
    backfillUntilMs: backfillMs === undefined ? undefined : nowMs,
    exits: readExits(env),
    api,
    gateway: readGateway(withGatewayKey(env)),
    backend: { ...readBackend(env), SUMMARY_TOKEN: token },
    token,
    movablePorts: PORTS.filter((name) => !env[name]),
  };
}

const readEntries = (env: NodeJS.ProcessEnv) => readConfig(entryGeneratorSettings, env);
const readExits = (env: NodeJS.ProcessEnv) => readConfig(exitGeneratorSettings, env);
const readApi = (env: NodeJS.ProcessEnv) => readConfig(summaryApiSettings, env);
const readBackend = (env: NodeJS.ProcessEnv) => readConfig(backendSettings, env);

const readGateway = (env: NodeJS.ProcessEnv) => readConfig(gatewaySettings, env);

/** The histories end with the process, so a key may as well. */
const withGatewayKey = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  env["EVENT_ID_KEY"] || env["EVENT_ID_KEY_FILE"]
    ? env
    : { ...env, EVENT_ID_KEY: randomBytes(32).toString("base64url") };

const withoutOutside = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(env).filter(([name]) => !OUTSIDE.includes(name.replace(/_FILE$/, ""))),
  );
