import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Running, startStack } from "@boomgate/platform/lifecycle";
import { freePort, startRabbitmq } from "@boomgate/testing";
import { stringify } from "yaml";
import { type Environment, openEnvironmentOver } from "../environment.js";
import { startPrometheus } from "../observe/start-prometheus.js";
import {
  DEFAULT_NAMES,
  type OwnServices,
  startOwnServices,
  stopOwnServices,
} from "../own-services.js";
import type { Env, ServiceProcess } from "../service-process.js";
import { ServiceProcesses } from "../service-processes.js";
import { writeScaledRules } from "./scaled-rules.js";

const PROGRAMS = [
  "summary-api",
  "backend",
  "entry-generator",
  "exit-generator",
  "gateway",
] as const;
type Program = (typeof PROGRAMS)[number];

/** Events per second of each generator. */
export const RATE = 60;

const SETTINGS = {
  "entry-generator": { ENTRY_RATE: String(RATE) },
  "exit-generator": { EXIT_RATE: String(RATE), EXIT_KNOWN_PLATE_THRESHOLD: "40" },
  backend: { SUMMARY_TIMEOUT_MS: "1000", STORE_TIMEOUT_MS: "1000" },
  "summary-api": {},
  gateway: {},
};

interface StartOptions {
  readonly env?: Env;
  /** Options of node. */
  readonly nodeOptions?: readonly string[];
}

/** All that a fault for an alert can act on. */
export interface AlertRun extends Running {
  readonly environment: Environment;
  readonly services: OwnServices;
  readonly processes: ServiceProcesses;
  readonly prometheusUrl: string;
  /** Starts one more process and adds it to Prometheus' targets. */
  readonly start: (program: Program, more?: StartOptions) => Promise<ServiceProcess>;
  /** The processes of a program that run now. */
  readonly running: (program: Program) => readonly ServiceProcess[];
  /** Sets Prometheus' targets to the processes that run now: it no longer expects those that have ended. */
  readonly updateTargets: () => void;
}

/** Starts all services with traffic, and a Prometheus whose rules are divided by `factor`. */
export const openAlertRun = (factor: number): Promise<AlertRun> =>
  startStack(async (stack) => {
    const rabbitPort = await freePort();
    const services = await startOwnServices(() =>
      startRabbitmq({
        plugins: ["rabbitmq_prometheus"],
        config: [
          `prometheus.tcp.port = ${rabbitPort}`,
          "prometheus.tcp.ip = 127.0.0.1",
          // Its default of 5 s is as long as a range of 5 minutes divided by 60.
          "collect_statistics_interval = 1000",
        ],
      }),
    );
    stack.defer("services", () => stopOwnServices(services));
    const environment = await openEnvironmentOver(services, "quorum", DEFAULT_NAMES);
    stack.defer("environment", () => environment.remove(false));
    const processes = await ServiceProcesses.over(environment);
    stack.defer("processes", () => processes.killAll());
    const running = (program: Program) =>
      processes.all.filter((service) => service.program === program && service.isRunning);
    const updateTargets = () => {
      for (const program of PROGRAMS) {
        const targets = running(program).map(({ metricsUrl }) => new URL(metricsUrl).host);
        const text = JSON.stringify(targets.length > 0 ? [{ targets }] : []);
        writeFileSync(join(environment.folder, `${program}.json`), text);
      }
    };
    const start = async (program: Program, { env, ...node }: StartOptions = {}) => {
      const service = await processes.startReady(program, { ...SETTINGS[program], ...env }, node);
      updateTargets();
      return service;
    };
    const started = [
      "summary-api",
      "backend",
      "backend",
      "entry-generator",
      "exit-generator",
    ] as const;
    for (const program of started) await start(program);
    const rules = writeScaledRules(environment.folder, factor);
    const prometheus = await startPrometheus(
      environment.folder,
      () => [],
      () => prometheusConfig(environment.folder, rules, `127.0.0.1:${rabbitPort}`),
    );
    stack.defer("Prometheus", () => prometheus.stop());
    return {
      ...{ environment, services, processes, start, running, updateTargets },
      prometheusUrl: prometheus.url,
    };
  });

/** prometheus/prometheus.yml, but with a scrape each second and targets in files. */
const prometheusConfig = (folder: string, rules: string, rabbitmq: string): string =>
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
