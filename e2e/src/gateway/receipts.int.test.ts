import { describeWith } from "@boomgate/testing/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Environment, openEnvironment } from "../environment.js";
import { ServiceProcesses } from "../service-processes.js";
import { startGatewayTraffic } from "./gateway-traffic.js";
import { gatewayUrlOf } from "./gateway-url.js";

interface Status {
  readonly id: string;
  readonly status: string;
  readonly stay_id?: string;
  readonly code?: string;
}

describeWith(["rabbitmq", "redis", "postgres"], "receipts, over real services", () => {
  let environment: Environment;
  let processes: ServiceProcesses;
  let sending: string;
  let asking: string;

  beforeAll(async () => {
    environment = await openEnvironment("classic");
    processes = await ServiceProcesses.over(environment);
    await processes.startReady("summary-api");
    // Stricter than the gateways, so that an event reaches it which it parks.
    const limits = { MAX_AHEAD_MS: "60000" };
    const backend = await processes.startReady("backend", limits);
    const env = { BACKEND_METRICS_URL: `${backend.metricsUrl}/metrics` };
    [sending, asking] = await Promise.all([gatewayUrl(env), gatewayUrl(env)]);
  }, 90_000);
  afterAll(async () => {
    await processes.killAll();
    await environment.remove(false);
  }, 60_000);

  async function gatewayUrl(env: Readonly<Record<string, string>>): Promise<string> {
    return gatewayUrlOf(await processes.startReady("gateway", env));
  }

  const at = (secondsAgo: number) => new Date(Date.now() - secondsAgo * 1_000).toISOString();
  const entry = (plate: string, secondsAgo: number) => ({
    vehicle_plate: plate,
    entry_date_time: at(secondsAgo),
  });
  const exit = (plate: string, secondsAgo: number, more: object = {}) => ({
    vehicle_plate: plate,
    exit_date_time: at(secondsAgo),
    ...more,
  });

  /** Sends to one replica. @returns asks another one for the status, once the event is processed */
  async function send(event: object): Promise<() => Promise<Status>> {
    const answer = await fetch(`${sending}/api/v1/events`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(event),
    });
    expect(answer.status).toBe(202);
    const place = answer.headers.get("location");
    return async () => (await (await fetch(`${asking}${place}?wait=20`)).json()) as Status;
  }
  const fateOf = async (event: object) => (await (await send(event))()).status;

  it("follow an entry until its exit closes the stay", async () => {
    const ofEntry = await send(entry("REC 1", 600));
    expect(await ofEntry()).toMatchObject({ type: "entry", status: "open" });
    const ofExit = await send(exit("rec-1", 10));
    const closed = await ofExit();
    expect(closed).toMatchObject({ type: "exit", status: "closed" });
    expect(closed.stay_id).toMatch(/^s-/);
    await expect.poll(ofEntry).toMatchObject({ status: "closed", stay_id: closed.stay_id });
    const list = await fetch(`${asking}/api/v1/events?id=${closed.id}`);
    expect(await list.json()).toMatchObject({ events: [{ status: "closed", lot_id: "main" }] });
  });

  it("say what became of reads that have no other half", async () => {
    expect(await fateOf(exit("REC 2", 10))).toBe("unmatched");
    const first = await send(entry("REC 3", 600));
    expect(await first()).toMatchObject({ status: "open" });
    expect(await fateOf(entry("REC 3", 595))).toBe("reread");
    expect(await fateOf(entry("REC 3", 60))).toBe("open");
    await expect.poll(first).toMatchObject({ status: "abandoned" });
  });

  it("say why an event was parked", async () => {
    const early = await send(exit("REC 4", -1_800));
    expect(await early()).toMatchObject({ status: "parked", code: "FROM_THE_FUTURE" });
    const list = await fetch(`${asking}/api/v1/events?status=parked&limit=5`);
    expect(await list.json()).toMatchObject({
      events: [{ type: "exit", status: "parked", code: "FROM_THE_FUTURE" }],
      next_cursor: null,
    });
    const odd = await fetch(`${asking}/api/v1/events?status=parked&cursor=x`);
    expect([odd.status, await odd.json()]).toMatchObject([400, { code: "PARAMETER" }]);
    // The same id and instant with two plates: both exits name one stay, and the sink keeps the first.
    for (const plate of ["REC 8", "REC 9"]) expect(await fateOf(entry(plate, 600))).toBe("open");
    const shared = { id: "shared", exit_date_time: at(10) };
    expect(await fateOf(exit("REC 8", 10, shared))).toBe("closed");
    const second = await send(exit("REC 9", 10, shared));
    await expect.poll(second).toMatchObject({ code: "SUMMARY_REFUSED" });
  });

  it("are the same when the event is sent again, to whichever replica", async () => {
    const event = entry("REC 6", 100);
    const first = await (await send(event))();
    [sending, asking] = [asking, sending];
    expect(await (await send(event))()).toEqual(first);
  });

  it("say soon what became of the event", async () => {
    const seconds: number[] = [];
    for (let count = 0; count < 10; count += 1) {
      const beganMs = performance.now();
      expect(await fateOf(entry(`REC 7${count}`, 5))).toBe("open");
      seconds.push((performance.now() - beganMs) / 1_000);
    }
    // A tenth of a second where nothing else runs.
    expect(seconds.toSorted((a, b) => a - b)[5]).toBeLessThan(3);
  });

  it("are of use to the traffic that an observed run sends", async () => {
    const statsOf = async () =>
      (await (await fetch(`${sending}/api/v1/stats`)).json()) as {
        readonly accepted: number;
        readonly refused: Readonly<Record<string, number>>;
      };
    const before = await statsOf();
    const traffic = startGatewayTraffic(sending);
    await expect
      .poll(async () => (await statsOf()).accepted - before.accepted)
      .toBeGreaterThanOrEqual(4);
    await traffic.stop();
    expect((await statsOf()).refused["CONTRACT_BROKEN"]).toBeGreaterThanOrEqual(2);
  });
});
