import { freePort, publicUrl, startRabbitmq } from "@boomgate/testing";
import { Cast } from "../cast.js";
import { DEFAULT_NAMES, setStageOver, startStageServices } from "../own-stage.js";
import { setStage, type Stage } from "../stage.js";
import type { ScrapeTarget } from "./prometheus-config.js";
import { requirePrometheus, type RunningPrometheus, startPrometheus } from "./start-prometheus.js";

/** Services that a Prometheus with the rules of this repository watches. */
export interface WatchedRun {
  readonly cast: Cast;
  /** Lines about the services it goes over. */
  readonly about: readonly string[];
  /** Watches the processes of the cast that run now, and RabbitMQ. */
  watch(): Promise<RunningPrometheus>;
  /** Ends everything and leaves nothing behind. */
  end(): Promise<void>;
}

/**
 * Over RabbitMQ, Redis and PostgreSQL of its own.
 * @throws {PrometheusMissingError}
 * @throws {ServiceMissingError} when one of them is not installed
 */
export async function openWatchedRun(): Promise<WatchedRun> {
  requirePrometheus();
  const rabbitPort = await freePort();
  const services = await startStageServices(() =>
    startRabbitmq({
      plugins: ["rabbitmq_prometheus"],
      config: [`prometheus.tcp.port = ${rabbitPort}`, "prometheus.tcp.ip = 127.0.0.1"],
    }),
  );
  const stage = await setStageOver(services, "quorum", DEFAULT_NAMES);
  const run = await watchedRunOn(stage, `127.0.0.1:${rabbitPort}`);
  return {
    ...run,
    async end() {
      await run.end();
      await Promise.all(Object.values(services).map((service) => service.stop()));
    },
  };
}

/** Where RabbitMQ tells its figures, unless told otherwise. */
const RABBITMQ_METRICS_PORT = 15_692;

/**
 * Over those that answer already, in a corner of its own; what does not answer is started.
 * @throws {ServiceMissingError} when one neither answers nor is installed
 */
export async function openFoundRun(): Promise<WatchedRun> {
  requirePrometheus();
  const stage = await setStage("quorum");
  const address = `${new URL(stage.amqpUrl).hostname}:${RABBITMQ_METRICS_PORT}`;
  const run = await watchedRunOn(stage, address);
  const hasFigures = await fetch(`http://${address}/metrics`).then(
    ({ ok }) => ok,
    () => false,
  );
  const about = Object.entries(stage.reports).map(([name, report]) =>
    report.state === "missing" ? name : `${name} ${report.state} at ${publicUrl(report.url)}`,
  );
  if (!hasFigures) {
    about.push(
      `${address} does not tell RabbitMQ's figures, so panels about queues stay empty: ` +
        "rabbitmq-plugins enable rabbitmq_prometheus",
    );
  }
  return { ...run, about };
}

async function watchedRunOn(stage: Stage, rabbitmqAddress: string): Promise<WatchedRun> {
  const cast = await Cast.over(stage);
  let prometheus: RunningPrometheus | undefined;
  return {
    cast,
    about: [],
    async watch() {
      prometheus?.reload();
      prometheus ??= await startPrometheus(stage.folder, (own) => [
        ...targetsOf(cast),
        ...rabbitmqTargets(rabbitmqAddress),
        { job: "prometheus", address: own },
      ]);
      return prometheus;
    },
    async end() {
      await prometheus?.stop();
      await cast.killAll();
      await stage.strike(false);
    },
  };
}

const targetsOf = (cast: Cast): readonly ScrapeTarget[] =>
  cast.all
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
