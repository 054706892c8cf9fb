import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { startRabbitmq, startTcpProxy } from "@boomgate/testing";
import { describeWith, describeWithProgram } from "@boomgate/testing/vitest";
import { expect, it, onTestFinished } from "vitest";
import { anEntry, anExit } from "./gateway.fixture.js";
import {
  gatewayProcess,
  type GatewayProcess,
  someNames,
  takeAll,
} from "./gateway-process.fixture.js";

const now = () => new Date().toISOString();
const entry = (id: string) => anEntry({ id, entry_date_time: now() });

async function codeOf(sending: Promise<Response>) {
  const answer = await sending;
  const { code } = (await answer.json()) as { code?: string };
  return code ?? answer.status;
}

describeWith("rabbitmq", "the gateway's process", ({ rabbitmq: url }) => {
  /** Replicas over queues of this test alone. */
  async function replicas(count: number, env: Readonly<Record<string, string>> = {}) {
    const { names, env: own, remove } = someNames();
    const running = await Promise.all(
      Array.from({ length: count }, () => gatewayProcess({ AMQP_URL: url, ...own, ...env })),
    );
    onTestFinished(async () => {
      for (const each of running) each.kill("SIGKILL");
      await remove(url);
    });
    const at = (turn: number): GatewayProcess => {
      const found = running.at(turn % running.length);
      if (found === undefined) throw new Error("there is no replica");
      return found;
    };
    return { running, names, at, first: at(0) };
  }

  it("publishes what it takes, as arrays where it comes together, and ends in order", async () => {
    const { first, names } = await replicas(1);
    await expect.poll(() => codeOf(first.post(entry("single")))).toBe(202);
    const batch = [entry("b1"), entry("b2"), anExit({ id: "b3", exit_date_time: now() })];
    expect(await (await first.post(batch)).json()).toMatchObject({ accepted: 3, refused: 0 });
    const { found, close } = await takeAll(url, names);
    await expect.poll(() => found.length).toBe(4);
    const typeOf = (id: string) => found.find((event) => event.id === id)?.contentType;
    expect(typeOf("single")).toBe("application/json");
    expect([typeOf("b1"), typeOf("b2")]).toEqual(
      Array(2).fill(expect.stringContaining("events+json")),
    );
    await close();
    first.kill("SIGTERM");
    expect(await first.end()).toBe(0);
  });

  it("answers while the broker is away, takes nothing then, and stops", async () => {
    const proxy = await startTcpProxy(url);
    proxy.refuse();
    const { first } = await replicas(1, { AMQP_URL: proxy.url });
    for (let count = 0; count < 20; count += 1) {
      const beganMs = performance.now();
      expect(await codeOf(first.post(entry("away")))).toBe("BROKER_AWAY");
      expect(performance.now() - beganMs).toBeLessThan(1_000);
    }
    proxy.accept();
    await expect.poll(() => codeOf(first.post(entry("back")))).toBe(202);
    proxy.refuse();
    await sleep(400);
    expect(await codeOf(first.post(entry("lost")))).toBe("BROKER_AWAY");
    first.kill("SIGTERM");
    expect(await first.end()).toBe(0);
    await proxy.stop();
  });

  it("says which events a frozen broker has not confirmed, and holds no more than its limit", async () => {
    const proxy = await startTcpProxy(url);
    const { first } = await replicas(1, {
      ...{ AMQP_URL: proxy.url, CONFIRM_TIMEOUT_MS: "300", IN_FLIGHT_EVENTS: "50" },
    });
    await expect.poll(() => codeOf(first.post(entry("before")))).toBe(202);
    proxy.stall();
    const codes = await Promise.all(
      Array.from({ length: 80 }, (_, index) => codeOf(first.post(entry(`s${index}`)))),
    );
    const counted = (code: string) => codes.filter((each) => each === code).length;
    expect([counted("NOT_CONFIRMED"), counted("GATEWAY_FULL")]).toEqual([50, 30]);
    proxy.flow();
    await expect.poll(() => codeOf(first.post(entry("after")))).toBe(202);
    await proxy.stop();
  });

  it("loses nothing that it answered, when one of two replicas is killed", async () => {
    const { running, names, at, first } = await replicas(2);
    for (const each of running) await expect.poll(() => codeOf(each.post(entry("warm")))).toBe(202);
    const total = 600;
    const ids = new Set<string>();
    let sent = 0;
    /** Sends an event without an id until some replica has taken it. */
    const deliver = async (index: number) => {
      const { id: _, ...nameless } = anEntry({ gate_id: `g${index}`, entry_date_time: now() });
      for (let turn = index; ; turn += 1) {
        const answer = await at(turn)
          .post(nameless)
          .catch(() => undefined);
        if (answer?.status !== 202) {
          await sleep(5);
          continue;
        }
        const { events } = (await answer.json()) as { events: { id: string }[] };
        ids.add(events[0]?.id ?? "");
        return;
      }
    };
    const senders = Array.from({ length: 20 }, async () => {
      while (sent < total) {
        sent += 1;
        if (sent === total / 2) first.kill("SIGKILL");
        await deliver(sent);
      }
    });
    await Promise.all(senders);
    expect(ids.size).toBe(total);
    const { found, close } = await takeAll(url, names);
    const queued = () => new Set(found.map(({ id }) => id).filter((id) => id !== "warm"));
    await expect.poll(() => queued().size).toBe(total);
    expect(queued()).toEqual(ids);
    await close();
  });
});

describeWithProgram("rabbitmq-server", "a broker that blocks its publishers", () => {
  it("makes the gateway refuse, quickly and without holding anything", async () => {
    const broker = await startRabbitmq({ config: ["vm_memory_high_watermark.absolute = 1MB"] });
    const gateway = await gatewayProcess({ AMQP_URL: broker.url, CONFIRM_TIMEOUT_MS: "500" });
    onTestFinished(async () => {
      gateway.kill("SIGKILL");
      await broker.stop();
    });
    // The broker says that it blocks at the first publish.
    await expect.poll(() => codeOf(gateway.post(entry("first")))).toBe("NOT_CONFIRMED");
    const before = residentBytes(gateway.pid);
    let slowestMs = 0;
    for (let round = 0; round < 100; round += 1) {
      const beganMs = performance.now();
      const batch = Array.from({ length: 100 }, (_, index) => entry(`${round}-${index}`));
      const codes = await Promise.all([batch, batch].map((each) => codeOf(gateway.post(each))));
      slowestMs = Math.max(slowestMs, performance.now() - beganMs);
      expect(codes).toEqual(["BROKER_AWAY", "BROKER_AWAY"]);
    }
    expect(slowestMs).toBeLessThan(1_000);
    expect(residentBytes(gateway.pid) - before).toBeLessThan(32_000_000);
    gateway.kill("SIGTERM");
    expect(await gateway.end()).toBe(0);
  });
});

const residentBytes = (pid: number) =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1_000;
