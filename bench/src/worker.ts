import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A program of a row, which prints the number of processed events on standard output. */
export class Worker {
  private readonly child: ChildProcess;
  private done = 0;
  private errors = "";

  constructor(program: URL, env: Readonly<Record<string, string>>, nodeOptions: readonly string[]) {
    const file = fileURLToPath(program);
    this.child = spawn(process.execPath, [...nodeOptions, file], {
      env: { PATH: process.env["PATH"], ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child.stdout?.on("data", (chunk: Buffer) => {
      this.done = Number(chunk.toString().trim().split("\n").at(-1));
    });
    this.child.stderr?.on("data", (chunk: Buffer) => (this.errors += chunk.toString()));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Events processed so far. */
  async processed(): Promise<number> {
    if (this.child.exitCode !== null) throw new Error(`a worker ended: ${this.errors}`);
    return this.done;
  }

  async stop(): Promise<void> {
    await this.end("SIGTERM");
  }

  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const closed = once(this.child, "close");
    this.child.kill(signal);
    await closed;
  }
}
