import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts } from "@boomgate/testing";
import { ServiceProcess } from "../service-process.js";
import { prometheusConfig } from "./prometheus-config.js";
import { writeRules } from "./rule-files.js";
import { requirePrometheus, type RunningPrometheus, startPrometheus } from "./start-prometheus.js";
import { withoutJobAlerts } from "./without-job-alerts.js";

export interface EmbeddedRun {
  readonly pageUrl: string;
  readonly prometheus: RunningPrometheus;
  end(): Promise<void>;
}

/**
 * Starts everything in one process, as `npm start` does, and a Prometheus that scrapes it. The data is in a temporary folder.
 * @throws {PrometheusMissingError}
 */
export async function openEmbeddedRun(rate: number): Promise<EmbeddedRun> {
  requirePrometheus();
  const folder = mkdtempSync(join(tmpdir(), "boomgate-observe-"));
  const [apiPort = 0, metricsPort = 0] = await freePorts(2);
  const service = new ServiceProcess({
    ...{ name: "embedded", program: "embedded", metricsPort },
    logFile: join(folder, "embedded.log"),
    env: {
      HTTP_PORT: String(apiPort),
      SUMMARY_DATA_DIR: join(folder, "data"),
      ENTRY_RATE: String(rate),
      EXIT_RATE: String(rate),
      EXIT_KNOWN_PLATE_THRESHOLD: "40",
    },
  });
  let prometheus: RunningPrometheus | undefined;
  const end = async () => {
    await prometheus?.stop();
    if (service.isRunning) await service.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await service.ready();
    const rules = writeRules(folder, withoutJobAlerts);
    prometheus = await startPrometheus(
      folder,
      (own) => [
        { job: "embedded", address: new URL(service.metricsUrl).host },
        { job: "prometheus", address: own },
      ],
      (targets) => prometheusConfig(targets, rules),
    );
    return { pageUrl: `http://127.0.0.1:${apiPort}`, prometheus, end };
  } catch (error) {
    await end();
    throw error;
  }
}
