import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { encodeEvent } from "@boomgate/contracts";
import { openAmqpBroker } from "@boomgate/platform/messaging";
import { createLogger } from "@boomgate/platform/telemetry";
import { deleteKeys } from "@boomgate/testing";
import { describeWith } from "@boomgate/testing/vitest";
import pg from "pg";
import { afterAll, expect, it } from "vitest";
import { openEnvironment } from "../environment.js";
import { ServiceProcesses } from "../service-processes.js";

const PROGRAM = fileURLToPath(new URL("../../../backend/dist/rebuild/main.js", import.meta.url));
const VISITS = 20;
const HOUR_MS = 3_600_000;

describeWith(["rabbitmq", "redis", "postgres"], "npm run rebuild over real services", () => {
  const ends: (() => Promise<unknown>)[] = [];
  afterAll(async () => {
    for (const end of ends.toReversed()) await end();
  });

  it("restores from the ledger alone what was lost, and --check finds what differs", async () => {
    const environment = await openEnvironment("classic");
    ends.push(() => environment.remove(false));
    const services = await ServiceProcesses.over(environment);
    ends.push(() => services.killAll());
    const summaryUrl = `${services.apiUrl}/api/v1/summaries`;
    const rebuild = (...args: readonly string[]) =>
      new Promise<{ readonly code: number; readonly out: string }>((resolve) => {
        const env = { ...process.env, ...environment.settings, SUMMARY_URL: summaryUrl };
        execFile(process.execPath, [PROGRAM, ...args], { env }, (error, stdout, stderr) =>
          resolve({ code: Number(error?.code ?? 0), out: `${stdout}${stderr}` }),
        );
      });
    const check = () => rebuild("--check", "--whole-ledger", "--settled", "1", "--plates");
    await services.startReady("summary-api");
    await services.startReady("backend");
    const empty = await check();
    expect(empty).toMatchObject({ code: 1 });
    expect(empty.out).toMatch(/nothing was compared|was never used/);

    await publishVisits(environment);
    const listed = async (path: string, state: string) => {
      const answer = await fetch(`${services.apiUrl}/api/v1/${path}?limit=1000${state}`);
      return ((await answer.json()) as Record<string, unknown[]>)[
        path === "reads" ? path : "stays"
      ];
    };
    await expect
      .poll(() => listed("reads", "&state=closed,open"), { timeout: 20_000 })
      .toHaveLength(2 * VISITS + 1);
    const settled = expect.poll(() => check().then(({ out }) => out), { timeout: 30_000 });
    await settled.toContain("nothing differs");
    expect((await check()).out).toContain(`${VISITS + 1} plates with ${2 * VISITS + 1} reads`);

    // Redis loses everything. The event that came straight to a queue is in no stream.
    const { STORE_KEY_PREFIX: prefix } = environment.settings;
    if (prefix === undefined) throw new Error("no prefix: all keys of all tests would be deleted");
    await deleteKeys(`${environment.redisUrl}/1`, prefix);
    expect((await check()).out).toContain("events wait until it is rebuilt");
    const rebuilt = await rebuild("--no-stream", "--whole-ledger");
    expect(rebuilt.out).toContain("from the ledger and the sink");
    expect(rebuilt.out).toContain(`${VISITS + 1} plates with ${2 * VISITS + 1} reads rebuilt`);
    expect(rebuilt.out).toContain("0 stays posted");
    await expect
      .poll(() => check().then(({ out }) => out), { timeout: 30_000 })
      .toContain("nothing differs");
    const both = await rebuild("--force");
    expect(both.out).toContain("from the ledger, the stream and the sink");
    expect(both.out).toContain(`${VISITS + 1} plates with ${2 * VISITS + 1} reads rebuilt`);

    const database = new pg.Client({ connectionString: environment.databaseUrl });
    await database.connect();
    await database.query("delete from reads where plate = 'P3' and kind = 'entry'");
    await database.end();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const differs = await check();
    expect(differs).toMatchObject({ code: 1 });
    expect(differs.out).toContain("Redis has an entry that the ledger does not have");
    expect(differs.out).toContain("1 plates differ");
  }, 180_000);
});

/** Visits through the exchanges, and one car that came in straight through a queue. */
async function publishVisits({
  amqpUrl,
  names,
  exchanges,
}: Awaited<ReturnType<typeof openEnvironment>>) {
  const broker = await openAmqpBroker({
    url: amqpUrl,
    topology: { exchanges: [], queues: [], bindings: [] },
    clientName: "test",
    log: createLogger({ service: "test", level: "silent", showPlates: false }),
    signal: AbortSignal.timeout(10_000),
  });
  const publish = (
    exchange: string,
    routingKey: string,
    event: Parameters<typeof encodeEvent>[0],
  ) => broker.publish({ exchange, routingKey, body: encodeEvent(event), headers: {} });
  const nowMs = Date.now();
  const common = (number: number) => ({ lotId: "main", plate: `P${number}` });
  for (let number = 0; number < VISITS; number += 1) {
    const enteredAt = new Date(nowMs - 2 * HOUR_MS + number);
    const exitedAt = new Date(nowMs - HOUR_MS + number);
    await publish(exchanges.entry, "", {
      kind: "entry",
      id: `e${number}`,
      ...common(number),
      enteredAt,
    });
    await publish(exchanges.exit, "", {
      kind: "exit",
      id: `x${number}`,
      ...common(number),
      exitedAt,
    });
  }
  const enteredAt = new Date(nowMs - HOUR_MS);
  await publish("", names.entryQueue, { kind: "entry", id: "direct", ...common(99), enteredAt });
  await broker.close();
}
