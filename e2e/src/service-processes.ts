import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { freePorts } from "@boomgate/testing";
import { type Env, type PROGRAMS, type ServiceOptions, ServiceProcess } from "./service-process.js";
import type { Environment } from "./environment.js";

const execute = promisify(execFile);

type Program = keyof typeof PROGRAMS;
type StartOptions = Pick<ServiceOptions, "nodeOptions" | "root">;

/** The same for all gateways of a run. */
const GATEWAY_KEYS = {
  EVENT_ID_KEY: "a key for the ids of events in tests",
  RECEIPT_KEY: "a key for the receipts of events in tests",
};

/** The service processes of one run. Each gets free ports. */
export class ServiceProcesses {
  private readonly started: ServiceProcess[] = [];
  private starts = 0;
  private isOver = false;

  private constructor(
    private readonly environment: Environment,
    readonly apiUrl: string,
    private readonly apiPort: number,
  ) {}

  static async over(environment: Environment): Promise<ServiceProcesses> {
    const [apiPort = 0] = await freePorts(1);
    return new ServiceProcesses(environment, `http://127.0.0.1:${apiPort}`, apiPort);
  }

  /** Resolves before the process is ready. */
  async start(
    program: Program,
    env: Env = {},
    options: StartOptions = {},
  ): Promise<ServiceProcess> {
    const [metricsPort = 0] = await freePorts(1);
    if (this.isOver) throw new Error("the run is over");
    this.starts += 1;
    const name = `${program}-${this.starts}`;
    const own: Readonly<Record<Program, Readonly<Record<string, string>>>> = {
      "summary-api": {
        DATABASE_URL: this.environment.databaseUrl,
        HTTP_PORT: String(this.apiPort),
      },
      backend: { SUMMARY_URL: `${this.apiUrl}/api/v1/summaries` },
      gateway: { GATEWAY_PORT: "0", LEDGER_URL: this.apiUrl, ...GATEWAY_KEYS },
      "entry-generator": {},
      "exit-generator": {},
      embedded: {},
      naive: {},
    };
    const service = new ServiceProcess({
      name,
      program,
      metricsPort,
      env: { ...this.environment.settings, ...own[program], ...env },
      ...options,
      logFile: join(this.environment.folder, `${name}.log`),
    });
    this.started.push(service);
    return service;
  }

  async startReady(program: Program, env?: Env, options?: StartOptions): Promise<ServiceProcess> {
    const service = await this.start(program, env, options);
    await service.ready();
    return service;
  }

  /** Runs `npm run rebuild`. @throws {Error} when the histories were not restored */
  async runRebuild(...args: readonly string[]): Promise<void> {
    // `--here`: the backends may use another address of Redis, that of a proxy.
    await this.runCommand("backend/dist/rebuild/main.js", "--here", ...args);
  }

  /** Runs `npm run parked -- replay`. @throws {Error} when replayed messages are parked again */
  async replayParked(code: string): Promise<void> {
    await this.runCommand("operations/dist/parked/main.js", "replay", "--code", code);
  }

  private async runCommand(file: string, ...args: readonly string[]): Promise<void> {
    const program = fileURLToPath(new URL(`../../${file}`, import.meta.url));
    const env = {
      PATH: process.env["PATH"],
      ...this.environment.settings,
      SUMMARY_URL: `${this.apiUrl}/api/v1/summaries`,
    };
    await execute(process.execPath, [program, ...args], { env });
  }

  /** All processes that were started, with those that have ended. */
  get all(): readonly ServiceProcess[] {
    return this.started;
  }

  /** Kills what still runs, and lets nothing start afterwards. */
  async killAll(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.started.filter((one) => one.isRunning).map((one) => one.kill()));
  }
}
