import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** Programs of the services, from the root of the repository. */
export const PROGRAMS = {
  "summary-api": "summary-api/dist/main.js",
  backend: "backend/dist/main.js",
  gateway: "gateway/dist/main.js",
  "entry-generator": "generators/dist/entry-generator/main.js",
  "exit-generator": "generators/dist/exit-generator/main.js",
  /** All services in one process. */
  embedded: "embedded/dist/main.js",
  /** The design that `bench` and `chaos` compare with: one message at a time, no guarantees. */
  naive: "bench/dist/rows/one-at-a-time.js",
} as const;

const READY_TIMEOUT_MS = 30_000;
const root = new URL("../../", import.meta.url);

/** An undefined variable is not set. */
export type Env = Readonly<Record<string, string | undefined>>;

type LogLine = Readonly<Record<string, unknown>>;

export interface ServiceOptions {
  readonly name: string;
  readonly program: keyof typeof PROGRAMS;
  readonly metricsPort: number;
  readonly env: Env;
  readonly logFile: string;
  /** Options of node: "--cpu-prof". */
  readonly nodeOptions?: readonly string[];
  /** Root of another checkout: "file:///home/me/boomgate-old/". */
  readonly root?: URL;
}

/** A service in a process, with its log in a file. */
export class ServiceProcess {
  readonly name: string;
  readonly program: keyof typeof PROGRAMS;
  readonly metricsUrl: string;
  private readonly child: ChildProcess;
  private readonly logLines: LogLine[] = [];
  private readonly closed: Promise<number | null>;
  private errors = "";

  constructor(options: ServiceOptions) {
    this.name = options.name;
    this.program = options.program;
    this.metricsUrl = `http://127.0.0.1:${options.metricsPort}`;
    const file = fileURLToPath(new URL(PROGRAMS[options.program], options.root ?? root));
    this.child = spawn(process.execPath, [...(options.nodeOptions ?? []), file], {
      env: {
        PATH: process.env["PATH"],
        METRICS_PORT: String(options.metricsPort),
        ...options.env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const log = createWriteStream(options.logFile);
    this.child.stdout?.pipe(log);
    createInterface({ input: this.child.stdout as NodeJS.ReadableStream }).on("line", (line) =>
      this.logLines.push(parseLine(line)),
    );
    this.child.stderr?.on("data", (chunk: Buffer) => (this.errors += chunk.toString()));
    this.closed = once(this.child, "close").then(([code]) => code as number | null);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Log lines with this message so far. */
  logged(message: string): readonly LogLine[] {
    return this.logLines.filter(({ msg }) => msg === message);
  }

  async ready(): Promise<void> {
    const deadlineMs = performance.now() + READY_TIMEOUT_MS;
    while (!(await answersOk(`${this.metricsUrl}/readyz`))) {
      if (!this.isRunning) throw new Error(`${this.name} ended: ${this.lastOutput()}`);
      if (performance.now() > deadlineMs) {
        throw new Error(`${this.name} is not ready: ${this.lastOutput()}`);
      }
      await sleep(50);
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  kill(): Promise<number | null> {
    this.child.kill("SIGKILL");
    return this.closed;
  }

  /** @throws {Error} when the exit code is not 0 */
  async stop(): Promise<void> {
    this.child.kill("SIGTERM");
    const code = await this.closed;
    if (code !== 0) throw new Error(`${this.name} ended with ${code}: ${this.lastOutput()}`);
  }

  private lastOutput(): string {
    const lines = this.logLines.slice(-3).map((line) => JSON.stringify(line));
    return [...lines, this.errors].join("\n").trim() || "no output";
  }
}

function parseLine(line: string): LogLine {
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return { msg: line };
  }
}

const answersOk = (url: string) =>
  fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    (answer) => answer.ok,
    () => false,
  );
