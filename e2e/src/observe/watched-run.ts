import { freePort, startRabbitmq } from "@boomgate/testing";
import { Cast } from "../cast.js";
import { DEFAULT_NAMES, setStageOver, startStageServices } from "../own-stage.js";
import type { ScrapeTarget } from "./prometheus-config.js";
import { type RunningPrometheus, startPrometheus } from "./start-prometheus.js";

/** Services of our own that a Prometheus with the rules of this repository watches. */
export interface WatchedRun {
  readonly cast: Cast;
  /**
   * Watches the processes of the cast that run now, and RabbitMQ.
   * @throws {PrometheusMissingError}
   */
  watch(): Promise<RunningPrometheus>;
  /** Ends everything and leaves nothing behind. */
  end(): Promise<void>;
}

export async function openWatchedRun(): Promise<WatchedRun> {
  const rabbitPort = await freePort();
  const services = await startStageServices(() =>
    startRabbitmq({
      plugins: ["rabbitmq_prometheus"],
      config: [`prometheus.tcp.port = ${rabbitPort}`, "prometheus.tcp.ip = 127.0.0.1"],
    }),
  );
  const stage = await setStageOver(services, "quorum", DEFAULT_NAMES);
  const cast = await Cast.over(stage);
  let prometheus: RunningPrometheus | undefined;
  return {
    cast,
    async watch() {
      prometheus?.reload();
      prometheus ??= await startPrometheus(stage.folder, (own) => [
        ...targetsOf(cast),
        ...rabbitmqTargets(`127.0.0.1:${rabbitPort}`),
        { job: "prometheus", address: own },
      ]);
      return prometheus;
    },
    async end() {
      await prometheus?.stop();
      await cast.killAll();
      await stage.strike(false);
      await Promise.all(Object.values(services).map((service) => service.stop()));
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
