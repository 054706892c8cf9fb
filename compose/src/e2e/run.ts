import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { composeIn, hasImage, whyNoEngine } from "./docker.js";
import { Prometheus } from "./prometheus.js";
import { until } from "./until.js";

// `npm run e2e:compose`: the stack comes up, works, survives a restart, scales, and goes down.
const PROJECT = "boomgate-e2e";
const PAGE = "http://127.0.0.1:18000";
const GATEWAY = "http://127.0.0.1:18010";
const GRAFANA = "http://127.0.0.1:13000";
const prometheus = new Prometheus("http://127.0.0.1:19090");
const JOBS = [
  "entry-generator",
  "exit-generator",
  "gateway",
  "backend",
  "summary-api",
  "rabbitmq",
  "rabbitmq-queues",
  "prometheus",
];
const GRAFANA_IMAGE = "grafana/grafana:12.2.0";

const say = (line: string) => process.stdout.write(`${line}\n`);
const folder = fileURLToPath(new URL("../../../", import.meta.url));
const compose = composeIn({
  folder,
  project: PROJECT,
  env: {
    PAGE_PORT: "18000",
    GATEWAY_PORT: "18010",
    PROMETHEUS_PORT: "19090",
    GRAFANA_PORT: "13000",
  },
});

interface Stats {
  readonly stored: number;
}
/** Made when the stack starts; a browser sends it as a password. */
const passwordOf = (name: string) => ({
  authorization: `Basic ${btoa(`me:${readFileSync(join(folder, "secrets", name), "utf8").trim()}`)}`,
});

const stored = async () => {
  const response = await fetch(`${PAGE}/api/v1/stats`, { headers: passwordOf("api-reader") });
  if (!response.ok) throw new Error(`stats: ${response.status}`);
  return ((await response.json()) as Stats).stored;
};

async function staysGrow(why: string): Promise<void> {
  const before = await until(`stats ${why}`, stored, () => true);
  const after = await until(`stays grow ${why}`, stored, (count) => count > before);
  say(`  stays grow ${why}: ${before} -> ${after}`);
}

/** No request without a token succeeds, nor one beyond the scopes of its token. */
async function checkAccess(): Promise<void> {
  const statusOf = async (path: string, init?: RequestInit) =>
    (await fetch(`${PAGE}${path}`, init)).status;
  const json = { "content-type": "application/json" };
  const reader = passwordOf("api-reader");
  const posted = { method: "POST", body: "[]" };
  const erased = { method: "DELETE" };
  const answers = {
    "the page, no token": [await statusOf("/"), 401],
    "the page, reader": [await statusOf("/", { headers: reader }), 200],
    "stays, no token": [await statusOf("/api/v1/summaries"), 401],
    "stays, wrong token": [
      await statusOf("/api/v1/summaries", {
        headers: { authorization: `Bearer ${"x".repeat(43)}` },
      }),
      401,
    ],
    "POST, no token": [await statusOf("/api/v1/summaries", { ...posted, headers: json }), 401],
    "POST, reader": [
      await statusOf("/api/v1/summaries", { ...posted, headers: { ...json, ...reader } }),
      403,
    ],
    "DELETE, backend": [
      await statusOf("/api/v1/plates/NOBODY", { ...erased, headers: passwordOf("api-backend") }),
      403,
    ],
    "DELETE, admin": [
      await statusOf("/api/v1/plates/NOBODY", { ...erased, headers: passwordOf("api-admin") }),
      200,
    ],
  };
  for (const [what, [got, wanted]] of Object.entries(answers)) {
    if (got !== wanted) throw new Error(`${what}: answered ${got} instead of ${wanted}`);
  }
  say("  the summary API refuses requests without a token, or beyond its scopes");
}

/** One target for each job, and one for each backend. */
async function allScraped(backends: number): Promise<void> {
  const expected = [...JOBS, ...Array.from({ length: backends - 1 }, () => "backend")].toSorted();
  const same = (jobs: readonly string[]) => jobs.toSorted().join() === expected.join();
  await until("scrape targets", () => prometheus.healthyJobs(), same);
  say(`  Prometheus scrapes all ${expected.length} targets`);
}

/** The gateway takes events of who has its token, and says what became of them. */
async function checkGateway(): Promise<void> {
  const event = { vehicle_plate: "E2E 1", entry_date_time: new Date().toISOString() };
  const send = (headers: Readonly<Record<string, string>>) =>
    fetch(`${GATEWAY}/api/v1/events`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(event),
    });
  const anonymous = await send({});
  if (anonymous.status !== 401) throw new Error(`no token: answered ${anonymous.status}`);
  const sender = passwordOf("api-sender");
  const taken = await send(sender);
  const place = taken.headers.get("location");
  if (taken.status !== 202 || place === null) throw new Error(`gateway: ${taken.status}`);
  const status = await fetch(`${GATEWAY}${place}?wait=30`, { headers: sender });
  const { status: fate } = (await status.json()) as { status?: string };
  if (fate !== "open") throw new Error(`the event sent to the gateway is ${fate}`);
  say("  the gateway takes events with its token, and says what became of them");
}

async function checkGrafana(withGrafana: boolean): Promise<void> {
  if (!withGrafana) {
    say(`  Grafana is NOT TESTED: there is no image ${GRAFANA_IMAGE} here`);
    return;
  }
  const answers = async () => (await fetch(`${GRAFANA}/api/health`)).status;
  await until("Grafana", answers, (status) => status === 200);
  const anonymous = await fetch(`${GRAFANA}/api/datasources`);
  if (anonymous.status !== 401)
    throw new Error(`Grafana answers without a password: ${anonymous.status}`);
  say("  Grafana answers, and requires a password");
}

async function run(): Promise<void> {
  const local = process.env["E2E_IMAGES"] === "local";
  const withGrafana = !local || hasImage(GRAFANA_IMAGE);
  const services = [
    ...["summary-api", "gateway", "entry-generator", "exit-generator", "backend", "prometheus"],
  ];
  if (withGrafana) services.push("grafana");

  say("docker compose up --wait");
  compose("build", ...(local ? ["--pull=false"] : []));
  compose("up", "--wait", ...services);
  await staysGrow("after the start");
  await checkAccess();
  await checkGateway();
  await allScraped(1);
  await checkGrafana(withGrafana);

  say("docker compose restart backend");
  compose("restart", "backend");
  await staysGrow("after the restart of the backend");

  say("docker compose up --scale backend=3");
  compose("up", "--wait", "--no-recreate", "--scale", "backend=3", ...services);
  await allScraped(3);
  const consumers = 'min(rabbitmq_detailed_queue_consumers{queue=~".*vehicle_(entries|exits)"})';
  await until(
    "consumers",
    () => prometheus.value(consumers),
    (count) => count === 3,
  );
  await staysGrow("with three backends");
}

const reason = whyNoEngine();
if (reason !== undefined) {
  say(`NOT RUN: ${reason}`);
  process.exitCode = process.env["REQUIRE_SERVICES"] === "1" ? 1 : 0;
} else {
  try {
    await run();
    say("the stack works as the README says");
  } catch (error) {
    say(`FAILED: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  } finally {
    say("docker compose down");
    compose("down", "--volumes", "--timeout", "30");
  }
}
