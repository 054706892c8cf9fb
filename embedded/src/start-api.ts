import {
  type Logger,
  PortUnavailableError,
  type Readiness,
  type Registry,
} from "@boomgate/platform/telemetry";
import type { MessageBroker } from "@boomgate/platform/messaging";
import { openTracing, type Tracing } from "@boomgate/platform/tracing";
import { type RunningSummaryApi, startSummaryApi } from "@boomgate/summary-api";
import type { EmbeddedConfig } from "./embedded-config.js";

const ANY_FREE_PORT = 0;
const NOTICE =
  "Embedded mode: broker and open stays live in one process, and end with it. Closed stays are kept.";

interface ApiParts {
  readonly config: EmbeddedConfig;
  readonly log: Logger;
  readonly readiness: () => Readiness;
  /** Metrics of the whole process, served by the metrics port of the API. */
  readonly registry: Registry;
  /** From which the ledger gets outcomes. */
  readonly broker: MessageBroker;
}

interface StartedApi {
  readonly api: RunningSummaryApi;
  /** Of the whole process; each part exports spans under the name of its service. */
  readonly tracing: Tracing;
}

/** When a default port is taken, any free port is used. */
export async function startApi({ config, ...parts }: ApiParts): Promise<StartedApi> {
  const own = { ...parts, ownTokens: config.token && `write,read ${config.token}` };
  try {
    return await startWith(config.api, own);
  } catch (error) {
    if (config.movablePorts.length === 0 || !(error instanceof PortUnavailableError)) throw error;
    const movable = config.movablePorts.filter((name) => name !== "GATEWAY_PORT");
    const moved = Object.fromEntries(movable.map((name) => [name, ANY_FREE_PORT]));
    return startWith({ ...config.api, ...moved }, own);
  }
}

async function startWith(
  config: EmbeddedConfig["api"],
  parts: Omit<ApiParts, "config"> & { readonly ownTokens: string | undefined },
): Promise<StartedApi> {
  const { registry } = parts;
  const tracing = await openTracing({ config, registry, log: parts.log });
  const tracer = tracing.tracerOf("summary-api");
  const askBackends = async () => [{ instance: "here", text: await registry.metrics() }];
  const given = { config, tracer, askBackends, notice: NOTICE, ...parts };
  try {
    return { api: await startSummaryApi(given), tracing };
  } catch (error) {
    await tracing.close();
    throw error;
  }
}
