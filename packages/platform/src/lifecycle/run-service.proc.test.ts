import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { childEnv } from "@boomgate/testing";
import { buildProgram, type Program } from "@boomgate/testing/vitest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let program: Program;
beforeAll(async () => {
  program = await buildProgram(new URL("./service-process.fixture.ts", import.meta.url));
});
afterAll(() => program.remove());

/** A service in a process of its own. */
class ServiceProcess {
  readonly lines: string[] = [];
  stderr = "";
  readonly exit: Promise<number | null>;
  private readonly child: ChildProcess;
  private heard: () => void = () => {};

  constructor(kind: string, env: NodeJS.ProcessEnv = {}) {
    this.child = spawn(process.execPath, [program.file, kind], {
      env: childEnv(env),
      stdio: ["ignore", "pipe", "pipe"],
    });
    createInterface({ input: this.child.stdout as NodeJS.ReadableStream }).on("line", (line) => {
      this.lines.push(line);
      this.heard();
    });
    this.child.stderr?.on("data", (chunk: Buffer) => {
      this.stderr += chunk.toString();
    });
    this.exit = once(this.child, "close").then(([code]) => code as number | null);
  }

  async says(line: string): Promise<void> {
    while (!this.lines.includes(line)) {
      await new Promise<void>((resolve) => {
        this.heard = resolve;
      });
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}

describe("a service in its process", () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "stops what was started last first on %s, and exits with 0",
    async (signal) => {
      const service = new ServiceProcess("ordered");
      await service.says("running");
      service.signal(signal);
      expect(await service.exit).toBe(0);
      expect(service.lines).toEqual([
        "running",
        `${signal} received, finishing what is in hand`,
        "consumers stopped",
        "connections closed",
        "stopped",
      ]);
    },
  );

  it("finishes its start before it stops", async () => {
    const service = new ServiceProcess("slow");
    await service.says("starting");
    service.signal("SIGTERM");
    expect(await service.exit).toBe(0);
    expect(service.lines.slice(-3)).toEqual(["consumers stopped", "connections closed", "stopped"]);
  });

  it("ends at once on a second signal", async () => {
    const service = new ServiceProcess("endless");
    await service.says("running");
    service.signal("SIGTERM");
    await service.says("SIGTERM received, finishing what is in hand");
    // Within half a second both would count as one.
    await new Promise((resolve) => setTimeout(resolve, 600));
    service.signal("SIGINT");
    expect(await service.exit).toBe(130);
  });

  it("counts a Ctrl-C that npm passes on once", async () => {
    const service = new ServiceProcess("slow");
    await service.says("starting");
    service.signal("SIGINT");
    await service.says("SIGINT received, finishing what is in hand");
    service.signal("SIGINT");
    expect(await service.exit).toBe(0);
    expect(service.lines.at(-1)).toBe("stopped");
  });

  it.each(["endless", "lifeless"])(
    "gives up the stop of an %s service at its deadline",
    async (kind) => {
      const service = new ServiceProcess(kind);
      await service.says("running");
      service.signal("SIGTERM");
      expect(await service.exit).toBe(1);
      expect(service.lines.at(-1)).toBe("the stop took longer than 1500 ms");
    },
  );

  it("exits with 1 when its stop fails", async () => {
    const service = new ServiceProcess("refusing");
    await service.says("running");
    service.signal("SIGTERM");
    expect(await service.exit).toBe(1);
    expect(service.lines.at(-1)).toBe("failed: no way");
  });

  it("stops and exits with 0 when it has come to its own end", async () => {
    const service = new ServiceProcess("ending");
    expect(await service.exit).toBe(0);
    expect(service.lines).toEqual(["running", "all is done, finishing what is in hand", "stopped"]);
  });

  it("exits with 1 when it breaks", async () => {
    const service = new ServiceProcess("broken");
    expect(await service.exit).toBe(1);
    expect(service.lines.at(-1)).toBe("failed: lost");
  });

  it.each(["failing", "throwing"])("exits with 1 when it is %s at its start", async (kind) => {
    const service = new ServiceProcess(kind);
    expect(await service.exit).toBe(1);
    expect(service.lines).toEqual(["failed: no broker"]);
  });

  it("exits with 78 when its configuration is wrong, and prints every problem but no value", async () => {
    const env = { PREFETCH: "topsecret-1", PASSWORD: "topsecret-2", PASSWORD_FILE: "/topsecret-3" };
    const service = new ServiceProcess("unconfigured", env);
    expect(await service.exit).toBe(78);
    expect(service.stderr).toContain("3 problems");
    for (const name of ["BROKER", "PREFETCH", "PASSWORD"]) expect(service.stderr).toContain(name);
    expect(service.stderr + service.lines.join()).not.toContain("topsecret");
  });
});
