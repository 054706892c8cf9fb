import { type Running, startStack, type StopStack } from "@boomgate/platform/lifecycle";
import { freePort, publicUrl, startRabbitmq } from "@boomgate/testing";
import { type Environment, openEnvironment, openEnvironmentOver } from "../environment.js";
import { DEFAULT_NAMES, startOwnServices, stopOwnServices } from "../own-services.js";
import { ServiceProcesses } from "../service-processes.js";
import type { ScrapeTarget } from "./prometheus-config.js";
import { requirePrometheus, type RunningPrometheus, startPrometheus } from "./start-prometheus.js";

/** Services, and a Prometheus with the rules of this repository that scrapes them. */
export interface WatchedRun extends Running {
  readonly processes: ServiceProcesses;
  /** Removed at the end. */
  readonly folder: string;
  /** Lines for the terminal about RabbitMQ, Redis and PostgreSQL. */
  readonly about: readonly string[];
  /** Starts Prometheus, or updates its targets to the processes that run now. */
  watch(): Promise<RunningPrometheus>;
}

/**
 * Starts RabbitMQ, Redis and PostgreSQL for this run.
 * @throws {PrometheusMissingError}
 * @throws {ServiceMissingError} when one of them is not installed
 */
export const openWatchedRun = (): Promise<WatchedRun> =>
  startStack(async (stack) => {
    requirePrometheus();
    const rabbitPort = await freePort();
    const services = await startOwnServices(() =>
      startRabbitmq({
        plugins: ["rabbitmq_prometheus"],
        config: [`prometheus.tcp.port = ${rabbitPort}`, "prometheus.tcp.ip = 127.0.0.1"],
      }),
    );
    stack.defer("services", () => stopOwnServices(services));
    const environment = await openEnvironmentOver(services, "quorum", DEFAULT_NAMES);
    return { about: [], ...(await watchable(environment, `127.0.0.1:${rabbitPort}`, stack)) };
  });

/** RabbitMQ's default port for Prometheus. */
const RABBITMQ_METRICS_PORT = 15_692;

/**
 * Uses the RabbitMQ, Redis and PostgreSQL that already run, and starts those that do not.
 * @throws {PrometheusMissingError}
 * @throws {ServiceMissingError} when one neither runs nor is installed
 */
export const openFoundRun = (): Promise<WatchedRun> =>
  startStack(async (stack) => {
    requirePrometheus();
    const environment = await openEnvironment("quorum");
    const address = `${new URL(environment.amqpUrl).hostname}:${RABBITMQ_METRICS_PORT}`;
    const run = await watchable(environment, address, stack);
    const hasMetrics = await fetch(`http://${address}/metrics`).then(
      ({ ok }) => ok,
      () => false,
    );
    const about = Object.entries(environment.reports).map(([name, report]) =>
      report.state === "missing" ? name : `${name} ${report.state} at ${publicUrl(report.url)}`,
    );
    if (!hasMetrics) {
      about.push(
        `${address} does not export RabbitMQ's metrics, so panels about queues stay empty: ` +
          "rabbitmq-plugins enable rabbitmq_prometheus",
      );
    }
    return { ...run, about };
  });

async function watchable(
  environment: Environment,
  rabbitmqAddress: string,
  stack: StopStack,
): Promise<Omit<WatchedRun, "about" | "stop">> {
  stack.defer("environment", () => environment.remove(false));
  const processes = await ServiceProcesses.over(environment);
  stack.defer("processes", () => processes.killAll());
  let prometheus: RunningPrometheus | undefined;
  stack.defer("Prometheus", async () => prometheus?.stop());
  return {
    processes,
    folder: environment.folder,
    async watch() {
      prometheus?.reload();
      prometheus ??= await startPrometheus(environment.folder, (own) => [
        ...targetsOf(processes),
        ...rabbitmqTargets(rabbitmqAddress),
        { job: "prometheus", address: own },
      ]);
      return prometheus;
    },
  };
}

const targetsOf = (processes: ServiceProcesses): readonly ScrapeTarget[] =>
  processes.all
    .filter(({ isRunning }) => isRunning)
    .map(({ program, name, metricsUrl }) => ({
      job: program,
      address: new URL(metricsUrl).host,
      instance: name.slice(program.length + 1),
    }));

const rabbitmqTargets = (address: string): readonly ScrapeTarget[] => [
  { job: "rabbitmq", address },
  {
    job: "rabbitmq-queues",
    address,
    path: "/metrics/detailed",
    parameters: { family: ["queue_coarse_metrics", "queue_consumer_count"] },
  },
];
