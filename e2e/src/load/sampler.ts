import { cpus } from "node:os";
import type { ServiceProcesses } from "../service-processes.js";
import type { Sample } from "@boomgate/platform/telemetry";
import { readSamples, sumOf } from "../read-samples.js";
import type { ServiceProcess } from "../service-process.js";
import { type Buckets, bucketsOf, quantileOf, since, sumOfBuckets } from "./histogram.js";
import type { LoadPublisher } from "./load-publisher.js";
import type { LoadSample } from "./sample.js";
import { dueAt, type LoadStage } from "./stages.js";

/** Metrics of one process. */
interface ProcessMetrics {
  readonly cpuSeconds: number;
  readonly stays: number;
  readonly latency: Buckets;
}

const NO_METRICS: ProcessMetrics = { cpuSeconds: 0, stays: 0, latency: new Map() };

/** Reads publisher, queues and processes; each sample covers the time since the sample before. */
export class Sampler {
  private readonly lastMetrics = new Map<ServiceProcess, ProcessMetrics>();
  private readonly startedMs = performance.now();
  private lastMs = performance.now();
  private lastDue = 0;
  private lastConfirmed = 0;
  private lastBusyMs = busyMs();
  private lastOwn = process.cpuUsage();
  private stays = 0;
  private blocked = 0;

  constructor(
    private readonly processes: ServiceProcesses,
    private readonly publisher: LoadPublisher,
    private readonly stages: readonly LoadStage[],
  ) {}

  async sample(): Promise<LoadSample> {
    const [backlog, perProcess] = await Promise.all([
      this.publisher.backlog(),
      this.readProcesses(),
    ]);
    const nowMs = performance.now();
    const seconds = (nowMs - this.lastMs) / 1_000;
    const second = (nowMs - this.startedMs) / 1_000;
    const { published, confirmed, nacked, blocked } = this.publisher.counts;
    const backends = perProcess.filter(({ program }) => program === "backend");
    const latency = sumOfBuckets(backends.map((one) => one.latency));
    const newStays = backends.reduce((sum, one) => sum + one.stays, 0);
    this.stays += newStays;
    const own = process.cpuUsage(this.lastOwn);
    const machineMs = busyMs();
    const coresOf = (of: readonly { readonly cpuSeconds: number }[]) =>
      of.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0) / seconds;
    const due = dueAt(this.stages, second);
    const sample: LoadSample = {
      second,
      wanted: (due - this.lastDue) / seconds,
      confirmedPerSecond: (confirmed - this.lastConfirmed) / seconds,
      staysPerSecond: newStays / seconds,
      ...{ published, confirmed, nacked },
      isBlocked: blocked > this.blocked,
      backlog,
      stays: this.stays,
      p50: quantileOf(latency, 0.5),
      p95: quantileOf(latency, 0.95),
      p99: quantileOf(latency, 0.99),
      cores: {
        load: (own.user + own.system) / 1_000_000 / seconds,
        backends: coresOf(backends),
        "busiest backend": Math.max(0, ...backends.map((one) => coresOf([one]))),
        "summary API": coresOf(perProcess.filter(({ program }) => program === "summary-api")),
        machine: (machineMs - this.lastBusyMs) / 1_000 / seconds,
      },
    };
    this.lastMs = nowMs;
    this.lastDue = due;
    this.lastConfirmed = confirmed;
    this.lastBusyMs = machineMs;
    this.lastOwn = process.cpuUsage();
    this.blocked = blocked;
    return sample;
  }

  /** What each running process did since the last sample. */
  private async readProcesses() {
    const running = this.processes.all.filter(({ isRunning }) => isRunning);
    const perProcess = running.map(async (service) => {
      const samples = await readSamples(service.metricsUrl).catch(() => undefined); // it may just have been killed
      if (samples === undefined) return { program: service.program, ...NO_METRICS };
      const before = this.lastMetrics.get(service) ?? NO_METRICS;
      const now = metricsOf(samples);
      this.lastMetrics.set(service, now);
      return {
        program: service.program,
        cpuSeconds: now.cpuSeconds - before.cpuSeconds,
        stays: now.stays - before.stays,
        latency: since(before.latency, now.latency),
      };
    });
    return Promise.all(perProcess);
  }
}

const metricsOf = (samples: readonly Sample[]): ProcessMetrics => ({
  cpuSeconds: sumOf(samples, "process_cpu_seconds_total"),
  stays: sumOf(samples, "parking_summaries_total", { result: "accepted" }),
  latency: bucketsOf(samples, "parking_event_end_to_end_seconds", { event_type: "exit" }),
});

/** Busy time of all cores since the machine started. */
const busyMs = (): number =>
  cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
