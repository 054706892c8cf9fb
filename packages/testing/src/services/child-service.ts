import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { answers } from "./answers.js";
import { Guardian } from "./guardian.js";
import type { ServiceName, StartedService } from "./service.js";
import type { Owner } from "./temporary-folder.js";

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 20_000;
const ASK_EVERY_MS = 50;
const SHOWN_LINES = 12;

/** How one process of a service is run; the same at each restart. */
export interface Recipe {
  readonly name: ServiceName;
  readonly url: string;
  /** Ours alone; removed at the end. */
  readonly folder: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Ends the service in order without waiting for its clients. */
  readonly stopSignal: NodeJS.Signals;
  /** Runs already, serves this service alone, ends with it. */
  readonly companion?: ChildProcess;
  /** User it runs as; default: ours. */
  readonly user?: Owner | undefined;
}

/** A service as a child process of ours, ended by its PID. */
export class ChildService implements StartedService {
  readonly name: ServiceName;
  readonly url: string;
  readonly folder: string;
  private child: ChildProcess | undefined;
  private readonly guardian: Guardian;

  constructor(private readonly recipe: Recipe) {
    this.name = recipe.name;
    this.url = recipe.url;
    this.folder = recipe.folder;
    this.guardian = new Guardian(this.folder);
  }

  get pid(): number {
    if (this.child?.pid === undefined) throw new Error(`${this.name} is down`);
    return this.child.pid;
  }

  /** @throws {Error} with the end of its output when it ends or does not answer in time */
  async start(): Promise<void> {
    try {
      await this.run(Date.now() + START_LIMIT_MS);
    } catch (error) {
      const output = this.lastOutput();
      await this.stop();
      const reason = (error as Error).message;
      throw new Error(`${this.name} did not start: ${reason}\n${output}`, { cause: error });
    }
  }

  async restart(): Promise<void> {
    await this.end(this.recipe.stopSignal);
    const deadline = Date.now() + START_LIMIT_MS;
    for (;;) {
      try {
        return await this.run(deadline);
      } catch (error) {
        // What a killed process left behind (shared memory, a port) is free again after a moment.
        if (Date.now() >= deadline) throw error;
        await sleep(ASK_EVERY_MS);
      }
    }
  }

  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    if (signal === "SIGSTOP" || signal === "SIGCONT") {
      process.kill(this.pid, signal);
      return;
    }
    await this.end(signal);
  }

  async stop(): Promise<void> {
    await this.end(this.recipe.stopSignal);
    this.recipe.companion?.kill();
    this.guardian.dismiss();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  private async run(deadline: number): Promise<void> {
    const child = this.spawn();
    for (;;) {
      if (this.child !== child) throw new Error("it ended by itself");
      try {
        return await answers[this.name](this.url);
      } catch (error) {
        if (Date.now() >= deadline) throw error;
        await sleep(ASK_EVERY_MS);
      }
    }
  }

  private spawn(): ChildProcess {
    const { program, args, env, user } = this.recipe;
    const output = openSync(this.outputFile, "a");
    // A group of its own: Ctrl-C in the terminal is for us, and we stop the service in order.
    const child = spawn(program, args, {
      ...user,
      env,
      cwd: this.folder,
      detached: true,
      stdio: ["ignore", output, output],
    });
    closeSync(output);
    const { companion } = this.recipe;
    const forget = () => {
      if (this.child !== child) return;
      this.child = undefined;
      this.guardian.watch(companion?.pid);
    };
    child.once("exit", forget).once("error", forget);
    this.child = child;
    this.guardian.watch(child.pid, companion?.pid);
    return child;
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (child === undefined) return;
    const exited = once(child, "exit");
    child.kill(signal);
    child.kill("SIGCONT"); // a frozen process would not notice
    const tooLate = setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT_MS);
    await exited;
    clearTimeout(tooLate);
  }

  private get outputFile(): string {
    return join(this.folder, "output.log");
  }

  private lastOutput(): string {
    try {
      return readFileSync(this.outputFile, "utf8")
        .trimEnd()
        .split("\n")
        .slice(-SHOWN_LINES)
        .join("\n");
    } catch {
      return "";
    }
  }
}
