import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startStack } from "@boomgate/platform/lifecycle";
import { freePorts } from "@boomgate/testing";
import { ServiceProcess } from "../service-process.js";
import type { ObservedRun } from "./observed-run.js";
import { prometheusConfig } from "./prometheus-config.js";
import { writeRules } from "./rule-files.js";
import { requirePrometheus, startPrometheus } from "./start-prometheus.js";
import { withoutJobAlerts } from "./without-job-alerts.js";

/**
 * Starts everything in one process, as `npm start` does, and a Prometheus that scrapes it. The data is in a temporary
 * folder.
 * @throws {PrometheusMissingError}
 */
export const openEmbeddedRun = (rate: number): Promise<ObservedRun> =>
  startStack(async (stack) => {
    requirePrometheus();
    const folder = mkdtempSync(join(tmpdir(), "boomgate-observe-"));
    stack.defer("folder", () => rmSync(folder, { recursive: true, force: true }));
    const [apiPort = 0, metricsPort = 0] = await freePorts(2);
    const service = new ServiceProcess({
      ...{ name: "embedded", program: "embedded", metricsPort },
      logFile: join(folder, "embedded.log"),
      env: {
        HTTP_PORT: String(apiPort),
        GATEWAY_PORT: "0",
        SUMMARY_DATA_DIR: join(folder, "data"),
        ENTRY_RATE: String(rate),
        EXIT_RATE: String(rate),
        EXIT_KNOWN_PLATE_THRESHOLD: "40",
      },
    });
    stack.defer("service", async () => void (service.isRunning && (await service.kill())));
    await service.ready();
    const rules = writeRules(folder, withoutJobAlerts);
    const prometheus = await startPrometheus(
      folder,
      (own) => [
        { job: "embedded", address: new URL(service.metricsUrl).host },
        { job: "prometheus", address: own },
      ],
      (targets) => prometheusConfig(targets, rules),
    );
    stack.defer("Prometheus", () => prometheus.stop());
    return { pageUrl: `http://127.0.0.1:${apiPort}`, prometheus };
  });
