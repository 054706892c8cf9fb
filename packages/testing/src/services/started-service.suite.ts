import { existsSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeWithProgram } from "../vitest/describe-with.js";
import { answers } from "./answers.js";
import type { ServiceName, StartedService } from "./service.js";

const PROGRAMS: Readonly<Record<ServiceName, string>> = {
  rabbitmq: "rabbitmq-server",
  redis: "redis-server",
  postgres: "postgres",
};

export interface DurableService {
  readonly start: () => Promise<StartedService>;
  /** What has to be on disk before `write`, and gets there in an orderly restart. */
  readonly prepare?: (url: string) => Promise<void>;
  /** Something that must outlive a crash. */
  readonly write: (url: string) => Promise<void>;
  readonly read: (url: string) => Promise<unknown>;
}

/** What a service of our own must do, whichever it is. It must keep what it confirmed. */
export function startedServiceSuite(name: ServiceName, durable: DurableService): void {
  describeWithProgram(PROGRAMS[name], `${name} of our own`, () => {
    let service: StartedService;
    beforeAll(async () => {
      service = await durable.start();
    }, 90_000);
    afterAll(() => service.stop());

    it("answers on a port of the loopback address", async () => {
      await answers[name](service.url);
      expect(new URL(service.url).hostname).toBe("127.0.0.1");
    });

    it("survives kill -9 with the same address and data", { timeout: 180_000 }, async () => {
      if (durable.prepare) {
        await durable.prepare(service.url);
        await service.restart();
      }
      await durable.write(service.url);
      const firstPid = service.pid;
      await service.kill("SIGKILL");
      await expect(answers[name](service.url)).rejects.toThrow();
      expect(() => service.pid).toThrow("is down");
      await service.restart();
      expect(service.pid).not.toBe(firstPid);
      expect(await durable.read(service.url)).toBe("kept");
    });

    it("can be frozen and thawed", async () => {
      await service.kill("SIGSTOP");
      await service.kill("SIGCONT");
      await answers[name](service.url);
    });

    it("leaves neither process nor folder behind", { timeout: 60_000 }, async () => {
      const { pid, folder } = service;
      expect(existsSync(folder)).toBe(true);
      await service.stop();
      await service.stop();
      expect(() => process.kill(pid, 0)).toThrow("ESRCH");
      expect(existsSync(folder)).toBe(false);
    });
  });
}
