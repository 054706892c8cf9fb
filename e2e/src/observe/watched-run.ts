import { freePort, publicUrl, startRabbitmq } from "@boomgate/testing";
import { ServiceProcesses } from "../service-processes.js";
import { DEFAULT_NAMES, startOwnServices, stopOwnServices } from "../own-services.js";
import { type Environment, openEnvironment, openEnvironmentOver } from "../environment.js";
import type { ScrapeTarget } from "./prometheus-config.js";
import { requirePrometheus, type RunningPrometheus, startPrometheus } from "./start-prometheus.js";

/** Services, and a Prometheus with the rules of this repository that scrapes them. */
export interface WatchedRun {
  readonly processes: ServiceProcesses;
  /** Lines for the terminal about RabbitMQ, Redis and PostgreSQL. */
  readonly about: readonly string[];
  /** Starts Prometheus, or updates its targets to the processes that run now. */
  watch(): Promise<RunningPrometheus>;
  /** Stops everything and deletes what the run left in the services. */
  end(): Promise<void>;
}

/**
 * Starts RabbitMQ, Redis and PostgreSQL for this run.
 * @throws {PrometheusMissingError}
 * @throws {ServiceMissingError} when one of them is not installed
 */
export async function openWatchedRun(): Promise<WatchedRun> {
  requirePrometheus();
  const rabbitPort = await freePort();
  const services = await startOwnServices(() =>
    startRabbitmq({
      plugins: ["rabbitmq_prometheus"],
      config: [`prometheus.tcp.port = ${rabbitPort}`, "prometheus.tcp.ip = 127.0.0.1"],
    }),
  );
  const environment = await openEnvironmentOver(services, "quorum", DEFAULT_NAMES);
  const run = await watchedRunOn(environment, `127.0.0.1:${rabbitPort}`);
  return {
    ...run,
    async end() {
      await run.end();
      await stopOwnServices(services);
    },
  };
}

/** RabbitMQ's default port for Prometheus. */
const RABBITMQ_METRICS_PORT = 15_692;

/**
 * Uses the RabbitMQ, Redis and PostgreSQL that already run, and starts those that do not.
 * @throws {ServiceMissingError} when one neither runs nor is installed
 */
export async function openFoundRun(): Promise<WatchedRun> {
  requirePrometheus();
  const environment = await openEnvironment("quorum");
  const address = `${new URL(environment.amqpUrl).hostname}:${RABBITMQ_METRICS_PORT}`;
  const run = await watchedRunOn(environment, address);
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
}

async function watchedRunOn(
  environment: Environment,
  rabbitmqAddress: string,
): Promise<WatchedRun> {
  const processes = await ServiceProcesses.over(environment);
  let prometheus: RunningPrometheus | undefined;
  return {
    processes,
    about: [],
    async watch() {
      prometheus?.reload();
      prometheus ??= await startPrometheus(environment.folder, (own) => [
        ...targetsOf(processes),
        ...rabbitmqTargets(rabbitmqAddress),
        { job: "prometheus", address: own },
      ]);
      return prometheus;
    },
    async end() {
      await prometheus?.stop();
      await processes.killAll();
      await environment.remove(false);
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
