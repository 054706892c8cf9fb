import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { findProgram, freePort } from "@boomgate/testing";
import { describeWithProgram } from "@boomgate/testing/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import { prometheusFolder, readAlerts } from "./rules.js";

const file = fileURLToPath(new URL("alertmanager/alertmanager.yml", prometheusFolder));
/** Its name in the package of Debian, and in the release of the Prometheus project. */
const PROGRAM =
  ["prometheus-alertmanager", "alertmanager"].find(
    (name) => findProgram(name, process.env["PATH"]) !== undefined,
  ) ?? "prometheus-alertmanager";

interface ActiveAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly status: { readonly inhibitedBy: readonly string[] };
}

const severityOf = (name: string) =>
  readAlerts().find(({ alert }) => alert === name)?.labels.severity ?? "";

describeWithProgram("amtool", "amtool", () => {
  const amtool = (...args: string[]) =>
    execFileSync("amtool", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });

  it("finds the configuration of Alertmanager well-formed", () => {
    expect(amtool("check-config", file)).toContain("SUCCESS");
  });

  it.each(readAlerts())("routes $alert to a receiver that exists", ({ alert, labels }) => {
    const { receivers } = parse(readFileSync(file, "utf8")) as {
      readonly receivers: readonly { readonly name: string }[];
    };
    const receiver = amtool(
      ...["config", "routes", "test", `--config.file=${file}`],
      ...[`alertname=${alert}`, `severity=${labels.severity}`],
    ).trim();
    expect(receivers.map(({ name }) => name)).toContain(receiver);
  });
});

it("inhibits and is inhibited by alerts that exist, and never inhibits losses and parked messages", () => {
  const { inhibit_rules: rules } = parse(readFileSync(file, "utf8")) as {
    readonly inhibit_rules: readonly Readonly<Record<string, readonly string[]>>[];
  };
  const names = readAlerts().map(({ alert }) => alert);
  const patterns = (side: string) =>
    rules.flatMap((rule) =>
      (rule[side] ?? []).flatMap((matcher) => /^alertname=~?"(.+)"$/.exec(matcher)?.[1] ?? []),
    );
  const matches = (pattern: string) => names.filter((name) => RegExp(`^(${pattern})$`).test(name));
  const all = [...patterns("source_matchers"), ...patterns("target_matchers")];
  for (const part of all.flatMap((pattern) => pattern.split("|")))
    expect(matches(part)).not.toEqual([]);
  const silenced = patterns("target_matchers").flatMap(matches);
  for (const name of [
    "EventsLost",
    "EventsInvented",
    "StoreLost",
    "ParkedNotEmpty",
    "TargetDown",
    "NoConsumer",
  ]) {
    expect(silenced).not.toContain(name);
  }
});

describeWithProgram(PROGRAM, "a real Alertmanager with our configuration", () => {
  const folder = mkdtempSync(join(tmpdir(), "alertmanager-"));
  let child: ChildProcess;
  let url = "";

  beforeAll(async () => {
    const address = `127.0.0.1:${await freePort()}`;
    url = `http://${address}/api/v2`;
    child = spawn(
      PROGRAM,
      [
        `--config.file=${file}`,
        `--storage.path=${folder}`,
        `--web.listen-address=${address}`,
        "--cluster.listen-address=", // alone
      ],
      { stdio: "ignore" },
    );
    const isUp = () =>
      fetch(`${url}/status`).then(
        ({ ok }) => ok,
        () => false,
      );
    while (!(await isUp())) await sleep(100);
  }, 60_000);

  afterAll(async () => {
    child.kill();
    if (child.exitCode === null) await once(child, "close");
    rmSync(folder, { recursive: true, force: true });
  });

  type Labels = Readonly<Record<string, string>>;
  const post = (alerts: readonly Labels[], rest: object = {}) =>
    fetch(`${url}/alerts`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(
        alerts.map((labels) => ({
          labels: { severity: severityOf(labels["alertname"] ?? ""), ...labels },
          ...rest,
        })),
      ),
    });
  const activeAlerts = async () =>
    (await (await fetch(`${url}/alerts`)).json()) as readonly ActiveAlert[];
  const isInhibited = async (alert: Labels) =>
    (await activeAlerts())
      .filter(({ labels }) =>
        Object.entries(alert).every(([name, value]) => labels[name] === value),
      )
      .map(({ status }) => status.inhibitedBy.length > 0);
  const end = async (alerts: readonly Labels[]) => {
    await post(alerts, { endsAt: new Date(Date.now() - 1_000).toISOString() });
    await expect.poll(async () => (await activeAlerts()).length, { timeout: 15_000 }).toBe(0);
  };

  const store = { dependency: "store" };
  const sink = { dependency: "sink" };
  const of = (job: string) => ({ job });
  const entry = of("entry-generator");
  const exit = of("exit-generator");
  const alert = (alertname: string, labels: Labels = {}): Labels => ({ alertname, ...labels });

  it.each([
    [alert("HeldByDependency", store), alert("BacklogGrowing")],
    [alert("HeldByDependency", sink), alert("StaysNotCommitted")],
    [alert("StoreLost"), alert("HeldByDependency", store)],
    [alert("StoreLost"), alert("CommitBudgetBurnsSlow")],
    [alert("ServiceMissing", of("backend")), alert("NothingProcessed")],
    [alert("ServiceMissing", of("backend")), alert("BacklogGrowing")],
    [alert("ServiceMissing", of("backend")), alert("ProcessingBudgetBurnsFast")],
    [alert("ServiceMissing", of("backend")), alert("GateSilent", { gate: "exit" })],
    [alert("ServiceMissing", of("backend")), alert("ReplicaMissing", of("backend"))],
    [alert("NoConsumer"), alert("NothingProcessed")],
    [alert("NoConsumer"), alert("BacklogDrainsSlowly")],
    [alert("NoConsumer"), alert("CommitBudgetBurnsFast")],
    [alert("TargetDown", of("rabbitmq")), alert("GeneratorSilent", exit)],
    [alert("TargetDown", of("rabbitmq-queues")), alert("GateSilent", { gate: "entry" })],
    [alert("BrokerMemoryAlarm"), alert("PublisherBlocked", entry)],
    [alert("BrokerDiskLow"), alert("PublisherBlocked", exit)],
    [alert("TargetDown", entry), alert("GeneratorSilent", entry)],
    [alert("PublisherBlocked", exit), alert("GeneratorSilent", exit)],
    [alert("EventsReturned", entry), alert("GateSilent", { gate: "entry" })],
    [alert("GeneratorSilent", exit), alert("GateSilent", { gate: "exit" })],
    [alert("StaysNotCommitted"), alert("RollupsBehind")],
    [alert("ProcessingBudgetBurnsFast"), alert("ProcessingBudgetBurnsSlow")],
    [alert("CommitBudgetBurnsFast"), alert("CommitBudgetBurnsSlow")],
  ])("is silent about %o's consequence %o, as long as the cause goes on", async (cause, effect) => {
    const run = JSON.stringify([cause, effect]);
    const [causing, caused] = [
      { ...cause, run },
      { ...effect, run },
    ];
    await post([caused]);
    await expect.poll(() => isInhibited(caused), { timeout: 15_000 }).toEqual([false]);
    await post([causing]);
    await expect.poll(() => isInhibited(caused), { timeout: 15_000 }).toEqual([true]);
    expect(await isInhibited(causing)).toEqual([false]);
    await end([causing, caused]);
  });

  it.each([
    [alert("TargetDown", of("summary-api")), alert("NothingProcessed")],
    [alert("TargetDown", of("summary-api")), alert("CommitBudgetBurnsFast")],
    [alert("TargetDown", of("prometheus")), alert("BacklogGrowing")],
    [alert("ServiceMissing", entry), alert("ProcessingBudgetBurnsFast")],
    [alert("ServiceMissing", entry), alert("GeneratorSilent", exit)],
    [alert("TargetDown", entry), alert("GateSilent", { gate: "exit" })],
    [alert("TargetDown", of("rabbitmq")), alert("ProcessingBudgetBurnsFast")],
    [alert("TargetDown", of("rabbitmq")), alert("NothingProcessed")],
    [alert("ServiceMissing", of("rabbitmq-queues")), alert("NothingProcessed")],
    [alert("TargetDown", of("backend")), alert("NothingProcessed")],
    [alert("TargetDown", of("backend")), alert("BacklogDrainsSlowly")],
    [alert("TargetDown", of("backend")), alert("ProcessingBudgetBurnsFast")],
    [alert("TargetDown", of("backend")), alert("GateSilent", { gate: "exit" })],
    [alert("TargetDown", of("backend")), alert("GeneratorSilent", entry)],
    [alert("TargetDown", of("backend")), alert("StaysNotCommitted")],
    [alert("TargetDown", of("backend")), alert("EventsLost")],
    [alert("ServiceMissing", of("summary-api")), alert("ReplicaMissing", of("backend"))],
    [alert("ReplicaMissing", of("backend")), alert("BacklogGrowing")],
    [alert("NoConsumer"), alert("ProcessingBudgetBurnsFast")],
    [alert("NoConsumer"), alert("GeneratorSilent", entry)],
    [alert("HeldByDependency", store), alert("StaysNotCommitted")],
    [alert("HeldByDependency", sink), alert("ParkedNotEmpty")],
    [alert("StoreLost"), alert("HeldByDependency", sink)],
    [alert("BrokerDiskLow"), alert("GeneratorSilent", entry)],
    [alert("PublisherBlocked", entry), alert("GeneratorSilent", exit)],
    [alert("EventsReturned", exit), alert("GateSilent", { gate: "entry" })],
    [alert("ProcessingBudgetBurnsFast"), alert("CommitBudgetBurnsSlow")],
  ])("notifies of %o, and of %o as well", async (one, other) => {
    const run = JSON.stringify([one, other]);
    const both = [
      { ...one, run },
      { ...other, run },
    ];
    // Posted last, in the same request: once Alertmanager inhibits it, it has processed the others too.
    const witness = { alertname: "RollupsBehind", run: `${run} witness` };
    await post([...both, { ...witness, alertname: "StaysNotCommitted" }, witness]);
    await expect.poll(() => isInhibited(witness), { timeout: 15_000 }).toEqual([true]);
    for (const each of both) expect(await isInhibited(each)).toEqual([false]);
    await end([...both, witness, { ...witness, alertname: "StaysNotCommitted" }]);
  });

  it("groups the alerts of two processes with the same cause into one notification", async () => {
    await post([
      { alertname: "TargetDown", job: "backend", instance: "a" },
      { alertname: "TargetDown", job: "backend", instance: "b" },
      { alertname: "ParkedNotEmpty", queue: "parking.parked" },
    ]);
    const groups = async () => {
      const answer = await fetch(`${url}/alerts/groups`);
      const all = (await answer.json()) as readonly { readonly alerts: readonly ActiveAlert[] }[];
      return all.map(({ alerts }) => alerts.length).toSorted((a, b) => a - b);
    };
    await expect.poll(groups, { timeout: 15_000 }).toEqual([1, 2]);
  });
});
