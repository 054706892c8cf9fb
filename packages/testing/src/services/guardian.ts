import { spawn, type ChildProcess } from "node:child_process";

/** Waits for the end of its standard input, which comes when we end, then kills the processes it was given. */
const SCRIPT = `
while read -r line; do pids=$line; done
[ -z "$pids" ] || kill -9 $pids
sleep 1
rm -rf "$0"
`;

/** Ends a service when this process ends without having stopped it, in whatever way: by kill -9, too. */
export class Guardian {
  private readonly shell: ChildProcess;

  /** @param folder - removed with the service */
  constructor(folder: string) {
    this.shell = spawn("/bin/sh", ["-c", SCRIPT, folder], {
      detached: true, // what ends us by Ctrl-C must not end it
      cwd: "/",
      stdio: ["pipe", "ignore", "ignore"],
    });
    this.shell.on("error", () => {});
    this.shell.stdin?.on("error", () => {});
    this.shell.unref();
  }

  /** @param pids - to kill from now on, instead of those given before */
  watch(...pids: readonly (number | undefined)[]): void {
    this.shell.stdin?.write(`${pids.filter((pid) => pid !== undefined).join(" ")}\n`);
  }

  /** There is nothing left to guard. */
  dismiss(): void {
    this.shell.kill("SIGKILL");
  }
}
