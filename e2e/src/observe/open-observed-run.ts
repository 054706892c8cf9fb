import { ServiceMissingError } from "@boomgate/testing";
import { startGatewayTraffic, writeCamerasFile } from "../gateway/gateway-traffic.js";
import { gatewayUrlOf } from "../gateway/gateway-url.js";
import { openEmbeddedRun } from "./embedded-run.js";
import type { ObservedRun } from "./observed-run.js";
import type { ObserveOptions } from "./options.js";
import { requirePrometheus } from "./start-prometheus.js";
import { openFoundRun, openWatchedRun, type WatchedRun } from "./watched-run.js";

export class UncheckableError extends Error {
  constructor() {
    super("--check needs RabbitMQ, Redis and PostgreSQL: without them, many panels are empty");
    this.name = "UncheckableError";
  }
}

type Print = (line: string) => void;

/**
 * Starts the services of `--services`, or the first kind that works.
 * @throws {PrometheusMissingError} before anything is started
 * @throws {ServiceMissingError} when the kind of `--services` does not work
 * @throws {UncheckableError} when only `embedded` works and `--check` is set
 */
export async function openObservedRun(options: ObserveOptions, print: Print): Promise<ObservedRun> {
  requirePrometheus();
  const { services: chosen } = options;
  for (const [name, open] of [
    ["own", openWatchedRun],
    ["found", openFoundRun],
  ] as const) {
    if (chosen !== undefined && chosen !== name) continue;
    print(`services    ${DESCRIPTIONS[name]} …`);
    try {
      return await startTraffic(await open(), options, print);
    } catch (error) {
      if (chosen === name || !(error instanceof ServiceMissingError)) throw error;
      print(`            no ${error.service}: ${error.message}`);
    }
  }
  if (options.check) throw new UncheckableError();
  print(`services    ${DESCRIPTIONS.embedded} …`);
  return openEmbeddedRun(options.rate);
}

const DESCRIPTIONS = {
  own: "RabbitMQ, Redis and PostgreSQL started from the PATH",
  found: "the running RabbitMQ, Redis and PostgreSQL, with queues, keys and a database of its own",
  embedded:
    "all in one process, as with npm start; panels about RabbitMQ stay empty, and alerts about single services are left out",
} as const;

async function startTraffic(
  run: WatchedRun,
  options: ObserveOptions,
  print: Print,
): Promise<ObservedRun> {
  const { processes } = run;
  try {
    for (const line of run.about) print(`            ${line}`);
    await processes.startReady("summary-api");
    await Promise.all(
      Array.from({ length: options.backends }, () => processes.startReady("backend")),
    );
    const rate = String(options.rate);
    await processes.startReady("entry-generator", { ENTRY_RATE: rate });
    await processes.startReady("exit-generator", {
      EXIT_RATE: rate,
      EXIT_KNOWN_PLATE_THRESHOLD: "40",
    });
    const env = { CAMERAS_FILE: writeCamerasFile(run.folder) };
    const traffic = startGatewayTraffic(gatewayUrlOf(await processes.startReady("gateway", env)));
    const stop = async () => {
      await traffic.stop();
      await run.stop();
    };
    const prometheus = await run.watch();
    return { pageUrl: processes.apiUrl, prometheus, stop };
  } catch (error) {
    await run.stop();
    throw error;
  }
}
