import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findProgram, freePort } from "@boomgate/testing";
import { prometheusConfig, type ScrapeTarget } from "./prometheus-config.js";

export interface RunningPrometheus {
  readonly url: string;
  readonly pid: number;
  /** Writes the configuration again, with what `targets` returns now. */
  reload(): void;
  stop(): Promise<void>;
}

export class PrometheusMissingError extends Error {
  constructor() {
    super(
      `There is no prometheus on the PATH. How to get it:
  Debian, Ubuntu    sudo apt-get install prometheus
  macOS             brew install prometheus
  anywhere          https://prometheus.io/download
Or in containers, with Grafana and all services: docker compose up --wait`,
    );
    this.name = "PrometheusMissingError";
  }
}

/** Called before anything is started. @throws {PrometheusMissingError} */
export function requirePrometheus(path = process.env["PATH"]): void {
  if (findProgram("prometheus", path) === undefined) throw new PrometheusMissingError();
}

/** Starts the Prometheus of the PATH with its data in `folder`. */
export async function startPrometheus(
  folder: string,
  targets: (address: string) => readonly ScrapeTarget[],
  configOf = (scraped: readonly ScrapeTarget[]) => prometheusConfig(scraped),
): Promise<RunningPrometheus> {
  requirePrometheus();
  const address = `127.0.0.1:${await freePort()}`;
  const config = join(folder, "prometheus.yml");
  const writeConfig = () => writeFileSync(config, configOf(targets(address)));
  writeConfig();
  const child = spawn(
    "prometheus",
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, "prometheus")}`,
      `--web.listen-address=${address}`,
      "--enable-feature=exemplar-storage",
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-2_000)));
  const url = `http://${address}`;
  const ready = async () => {
    while (!(await isReady(url))) {
      if (hasEnded(child)) throw new Error(`Prometheus ended: ${errors}`);
      await sleep(100);
    }
  };
  await ready();
  return {
    url,
    pid: child.pid ?? 0,
    reload() {
      writeConfig();
      child.kill("SIGHUP");
    },
    async stop() {
      if (hasEnded(child)) return;
      child.kill("SIGTERM");
      await once(child, "close");
    },
  };
}

/** A process that a signal ended has no exit code. */
const hasEnded = ({ exitCode, signalCode }: ChildProcess) =>
  exitCode !== null || signalCode !== null;

const isReady = (url: string) =>
  fetch(`${url}/-/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
