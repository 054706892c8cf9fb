import { type BackendConfig, createMemoryStore, startBackend } from "@boomgate/backend";
import { eventExchangesOf, pipelineTopology } from "@boomgate/contracts";
import {
  type Audit,
  audit,
  AUDIT_TOLERANCE_MS,
  backfill,
  MemoryParkedVehicles,
  type ScenarioPlan,
  type Truth,
  type TruthLine,
  truthOf,
  TruthWriter,
} from "@boomgate/generators";
import { systemClock } from "@boomgate/platform/clock";
import { createMemoryBroker } from "@boomgate/platform/messaging";
import { createLogger, Registry } from "@boomgate/platform/telemetry";
import { drained } from "../drain.js";
import { RememberingSink } from "./remembering-sink.js";

const names = { entryQueue: "entries", exitQueue: "exits", prefix: "" };
const topology = pipelineTopology(names, "classic");
const log = createLogger({ service: "audit", level: "silent", showPlates: false });
const DRAIN_TIMEOUT_MS = 120_000;

/** Runs a scenario through the pipeline as fast as possible, and audits it. The same plan gives the same audit. */
export async function runPlan(
  plan: ScenarioPlan,
  hours: number,
  config: BackendConfig,
): Promise<{ readonly audit: Audit; readonly truth: Truth }> {
  const lines: TruthLine[] = [];
  const truth = new TruthWriter((line) => void lines.push(JSON.parse(line) as TruthLine));
  const broker = createMemoryBroker({ topology });
  const sink = new RememberingSink();
  const store = createMemoryStore(config, systemClock);
  const registry = new Registry();
  const parts = { broker, sink, store, names, clock: systemClock, registry, log };
  const backend = await startBackend(config, parts);
  const onTheWay = async () =>
    (await broker.depth(names.entryQueue)) +
    (await broker.depth(names.exitQueue)) +
    backend.inHandCount;
  const untilMs = plan.startMs + hours * 3_600_000;
  await backfill(plan, untilMs, {
    broker,
    exchanges: eventExchangesOf(names),
    parkedVehicles: new MemoryParkedVehicles(),
    registry,
    log,
    truth,
    backlog: onTheWay,
  });
  truth.end("entry", untilMs);
  truth.end("exit", untilMs);
  if (!(await drained(onTheWay, DRAIN_TIMEOUT_MS))) throw new Error("not everything arrived");
  await backend.stop();
  await broker.close();
  const all = truthOf(lines);
  return { truth: all, audit: audit(all, sink.stays, { toleranceMs: AUDIT_TOLERANCE_MS }) };
}
