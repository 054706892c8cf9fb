import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { freePorts } from "@boomgate/testing";
import { type Env, type PROGRAMS, type ServiceOptions, ServiceProcess } from "./service-process.js";
import type { Stage } from "./stage.js";

const execute = promisify(execFile);

type Program = keyof typeof PROGRAMS;
type How = Pick<ServiceOptions, "nodeOptions" | "root">;

/** The service processes of one run, each with ports of its own. */
export class Cast {
  private readonly processes: ServiceProcess[] = [];
  private starts = 0;
  private isOver = false;

  private constructor(
    private readonly stage: Stage,
    readonly apiUrl: string,
    private readonly apiPort: number,
  ) {}

  static async over(stage: Stage): Promise<Cast> {
    const [apiPort = 0] = await freePorts(1);
    return new Cast(stage, `http://127.0.0.1:${apiPort}`, apiPort);
  }

  /** Starts one more process of that program; it may not be ready yet. */
  async start(program: Program, env: Env = {}, how: How = {}): Promise<ServiceProcess> {
    const [metricsPort = 0] = await freePorts(1);
    if (this.isOver) throw new Error("the run is over");
    this.starts += 1;
    const name = `${program}-${this.starts}`;
    const own: Readonly<Record<Program, Readonly<Record<string, string>>>> = {
      "summary-api": { DATABASE_URL: this.stage.databaseUrl, HTTP_PORT: String(this.apiPort) },
      backend: { SUMMARY_URL: `${this.apiUrl}/api/v1/summaries` },
      "entry-generator": {},
      "exit-generator": {},
      embedded: {},
      naive: {},
    };
    const service = new ServiceProcess({
      name,
      program,
      metricsPort,
      env: { ...this.stage.env, ...own[program], ...env },
      ...how,
      logFile: join(this.stage.folder, `${name}.log`),
    });
    this.processes.push(service);
    return service;
  }

  async startReady(program: Program, env?: Env, how?: How): Promise<ServiceProcess> {
    const service = await this.start(program, env, how);
    await service.ready();
    return service;
  }

  /** As an operator does it. @throws when Redis cannot be trusted afterwards */
  async runRebuild(...words: readonly string[]): Promise<void> {
    // The backends may reach Redis by another address, through a proxy that disturbs them.
    await this.runCommand("backend/dist/rebuild/main.js", "--here", ...words);
  }

  /** As an operator does it. @throws when messages that it sent back are parked again */
  async replayParked(code: string): Promise<void> {
    await this.runCommand("operations/dist/parked/main.js", "replay", "--code", code);
  }

  private async runCommand(file: string, ...words: readonly string[]): Promise<void> {
    const program = fileURLToPath(new URL(`../../${file}`, import.meta.url));
    const env = {
      PATH: process.env["PATH"],
      ...this.stage.env,
      SUMMARY_URL: `${this.apiUrl}/api/v1/summaries`,
    };
    await execute(process.execPath, [program, ...words], { env });
  }

  /** Every process that was started, also those that are gone. */
  get all(): readonly ServiceProcess[] {
    return this.processes;
  }

  /** For the end of a run that failed: nothing of ours goes on. */
  async killAll(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.processes.filter((one) => one.isRunning).map((one) => one.kill()));
  }
}
