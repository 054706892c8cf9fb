import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StageServices } from "../own-stage.js";
import { DEFAULT_NAMES, setStageOver, startStageServices } from "../own-stage.js";
import { freePort, startRabbitmq } from "@boomgate/testing";
import { stringify } from "yaml";
import { Cast } from "../cast.js";
import { startPrometheus } from "../observe/start-prometheus.js";
import type { ServiceProcess } from "../service-process.js";
import type { Stage } from "../stage.js";
import { writeScaledRules } from "./scaled-rules.js";

const PROGRAMS = ["summary-api", "backend", "entry-generator", "exit-generator"] as const;
type Program = (typeof PROGRAMS)[number];

/** Events per second of each generator. */
export const RATE = 60;

/** Everything a fault for an alert can lay hands on. */
export interface Theatre {
  readonly stage: Stage;
  readonly services: StageServices;
  readonly cast: Cast;
  readonly prometheusUrl: string;
  /** Starts one more process and lets Prometheus know of it. */
  readonly start: (program: Program) => Promise<ServiceProcess>;
  /** The processes of a program that run now. */
  readonly running: (program: Program) => readonly ServiceProcess[];
  /** Lets Prometheus know which processes there are: those that were killed are no longer missed. */
  readonly announce: () => void;
  end(): Promise<void>;
}

/** Real services under traffic, watched by a Prometheus with the real rules, sped up by `factor`. */
export async function openTheatre(factor: number): Promise<Theatre> {
  const rabbitPort = await freePort();
  const services = await startStageServices(() =>
    startRabbitmq({
      plugins: ["rabbitmq_prometheus"],
      config: [
        `prometheus.tcp.port = ${rabbitPort}`,
        "prometheus.tcp.ip = 127.0.0.1",
        // Its figures are 5 s old otherwise, which is much where 5 minutes are 5 s.
        "collect_statistics_interval = 1000",
      ],
    }),
  );
  const stage = await setStageOver(services, "quorum", DEFAULT_NAMES);
  const cast = await Cast.over(stage);
  const running = (program: Program) =>
    cast.all.filter((service) => service.program === program && service.isRunning);
  const announce = () => {
    for (const program of PROGRAMS) {
      const targets = running(program).map(({ metricsUrl }) => new URL(metricsUrl).host);
      const text = JSON.stringify(targets.length > 0 ? [{ targets }] : []);
      writeFileSync(join(stage.folder, `${program}.json`), text);
    }
  };
  const end = async () => {
    await cast.killAll();
    await stage.strike(false);
    await Promise.all(Object.values(services).map((service) => service.stop()));
  };
  try {
    const environments = {
      "entry-generator": { ENTRY_RATE: String(RATE) },
      "exit-generator": { EXIT_RATE: String(RATE), EXIT_KNOWN_PLATE_THRESHOLD: "40" },
      backend: { SUMMARY_TIMEOUT_MS: "1000", STORE_TIMEOUT_MS: "1000" },
      "summary-api": {},
    };
    const start = async (program: Program) => {
      const service = await cast.startReady(program, environments[program]);
      announce();
      return service;
    };
    for (const program of ["summary-api", "backend", "backend", ...PROGRAMS.slice(2)] as const) {
      await start(program);
    }
    const rules = writeScaledRules(stage.folder, factor);
    const prometheus = await startPrometheus(
      stage.folder,
      () => [],
      () => watchedConfig(stage.folder, rules, `127.0.0.1:${rabbitPort}`),
    );
    return {
      ...{ stage, services, cast, start, running, announce },
      prometheusUrl: prometheus.url,
      async end() {
        await prometheus.stop();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** As prometheus/prometheus.yml, but every second, and with files that tell the addresses. */
const watchedConfig = (folder: string, rules: string, rabbitmq: string): string =>
  stringify({
    global: { scrape_interval: "1s", scrape_timeout: "1s", evaluation_interval: "1s" },
    rule_files: [rules],
    scrape_configs: [
      ...PROGRAMS.map((program) => ({
        job_name: program,
        file_sd_configs: [{ files: [join(folder, `${program}.json`)], refresh_interval: "1s" }],
      })),
      { job_name: "rabbitmq", static_configs: [{ targets: [rabbitmq] }] },
      {
        job_name: "rabbitmq-queues",
        metrics_path: "/metrics/detailed",
        params: { family: ["queue_coarse_metrics", "queue_consumer_count"] },
        static_configs: [{ targets: [rabbitmq] }],
      },
    ],
  });
