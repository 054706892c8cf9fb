import {
  type GatewayParts,
  HttpReadLedger,
  type RunningGateway,
  startGateway,
} from "@boomgate/gateway";
import { PortUnavailableError } from "@boomgate/platform/telemetry";
import { DistinctEvents } from "./distinct-events.js";
import type { EmbeddedConfig } from "./embedded-config.js";

interface Parts extends Pick<GatewayParts, "broker" | "log" | "registry" | "tracer" | "inHand"> {
  readonly config: EmbeddedConfig;
  /** Of the summary API in this process. */
  readonly apiUrl: string;
}

export interface EmbeddedGateway extends RunningGateway {
  /** Distinct events that it has published. */
  readonly published: DistinctEvents["counts"];
}

/** The gateway in this process, on any free port when its default port is taken. */
export async function startEmbeddedGateway({
  config: { gateway, movablePorts, token },
  apiUrl,
  ...parts
}: Parts): Promise<EmbeddedGateway> {
  const distinct = new DistinctEvents();
  const observed: GatewayParts["observed"] = (publisher) => distinct.of(publisher);
  const ledger = new HttpReadLedger({ url: apiUrl, token, timeoutMs: gateway.LEDGER_TIMEOUT_MS });
  const start = (config: typeof gateway) => startGateway({ ...parts, config, observed, ledger });
  const running = await start(gateway).catch((error: unknown) => {
    const mayMove = error instanceof PortUnavailableError && movablePorts.includes("GATEWAY_PORT");
    if (!mayMove) throw error;
    return start({ ...gateway, GATEWAY_PORT: 0 });
  });
  return { ...running, published: () => distinct.counts() };
}
