import { eventExchangesOf, pipelineTopology, queueNamesOf } from "@boomgate/contracts";
import { openCommandBroker } from "@boomgate/platform/cli";
import { systemClock } from "@boomgate/platform/clock";
import { brokerSettings } from "@boomgate/platform/config";
import { causeText } from "@boomgate/platform/errors";
import { brokerRefusalOf } from "@boomgate/platform/messaging";
import { orExit, readConfigOrExit } from "@boomgate/platform/lifecycle";
import { createLogger, Registry } from "@boomgate/platform/telemetry";
import { floorSettings, readFloor } from "../floor/read-floor.js";
import { MemoryParkedVehicles } from "../parked-vehicles/memory-parked-vehicles.js";
import { planOf } from "../scenarios/scenario-plan.js";
import { eventPublisherOver } from "../publishing/event-publisher-over.js";
import { publishingSettings, trafficSettings } from "../settings.js";
import { openTruth } from "../truth/truth-writer.js";
import { backfill, TooLateHistoryError } from "./backfill.js";
import { backfillLine } from "./backfill-line.js";
import { parseOptions } from "./options.js";
import { showLine } from "./show-line.js";

const { lastMs, untilMs, settings } = parseOptions(process.argv.slice(2), Date.now());
const start = { SCENARIO_START: new Date(untilMs - lastMs).toISOString() };
const config = readConfigOrExit(
  { ...brokerSettings, ...floorSettings, ...trafficSettings, ...publishingSettings },
  { ...process.env, ...settings, ...start },
);
const plan = orExit(() => planOf(config, untilMs));
if (plan === undefined) {
  process.stderr.write("the scenario seed has no visits, and so no history\n");
  process.exit(64);
}

const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());
const line = showLine(process.stderr);
const floor = await readFloor(config, systemClock, (text) => line.say(text));
const floorMs = floor?.over(plan.startMs);
if (floorMs !== undefined) {
  line.say(new TooLateHistoryError(plan.startMs, floorMs).message);
  process.exit(1);
}
const names = queueNamesOf(config);
const { truth, close } = await openTruth(config.TRUTH_PATH).catch((error: unknown) => {
  line.say(`the truth cannot be written: ${causeText(error)}`);
  return process.exit(1);
});
const broker = await openCommandBroker({
  url: config.AMQP_URL,
  topology: pipelineTopology(names, config.QUEUE_TYPE),
  clientName: "backfill",
  say: (text) => line.say(text),
  signal: stopping.signal,
}).catch((error: unknown) => {
  line.say(stopping.signal.aborted ? "stopped" : causeText(error));
  return process.exit(1);
});

const queues = [names.entryQueue, names.exitQueue];
const filled = await backfill(plan, untilMs, {
  broker: eventPublisherOver(broker, config),
  isPacked: config.PACK_EVENTS,
  exchanges: eventExchangesOf(names),
  parkedVehicles: new MemoryParkedVehicles(),
  registry: new Registry(),
  log: createLogger({ service: "backfill", level: "error", showPlates: false }),
  truth,
  floor,
  signal: stopping.signal,
  backlog: async () => {
    const depths = await Promise.all(queues.map((queue) => broker.depth(queue)));
    return depths.reduce((sum, depth) => sum + depth, 0);
  },
  onProgress: (progress) => line.show(backfillLine(progress)),
}).catch((error: unknown) => {
  line.say(`stopped: ${brokerRefusalOf(error) ?? causeText(error)}`);
  return process.exit(1);
});
for (const kind of ["entry", "exit"] as const) truth?.end(kind, filled.untilMs - 1);
await close();
await broker.close();
line.end();
const published = filled.entries.published + filled.exits.published;
process.stdout.write(
  `${published} events published, until ${new Date(filled.untilMs).toISOString()}\n`,
);
process.exitCode = stopping.signal.aborted ? 1 : 0;
