import { ServiceMissingError } from "@boomgate/testing";
import { openEmbeddedRun } from "./embedded-run.js";
import type { ObserveOptions } from "./options.js";
import { requirePrometheus, type RunningPrometheus } from "./start-prometheus.js";
import { openFoundRun, openWatchedRun, type WatchedRun } from "./watched-run.js";

/** Services with traffic, and a Prometheus that watches them. */
export interface Show {
  readonly pageUrl: string;
  readonly prometheus: RunningPrometheus;
  end(): Promise<void>;
}

/** There is nothing that `--check` could judge. */
export class UncheckableError extends Error {
  constructor() {
    super("--check needs RabbitMQ, Redis and PostgreSQL: without them, many panels are empty");
    this.name = "UncheckableError";
  }
}

type Tell = (line: string) => void;

/**
 * Over the services that are asked for, else over the first that can be had.
 * @throws {PrometheusMissingError} before anything is started
 * @throws {ServiceMissingError} when those asked for are not there
 * @throws {UncheckableError} when all are to be checked, and only one process can be had
 */
export async function openShow(options: ObserveOptions, tell: Tell): Promise<Show> {
  requirePrometheus();
  const { services: wanted } = options;
  for (const [name, open] of [
    ["own", openWatchedRun],
    ["found", openFoundRun],
  ] as const) {
    if (wanted !== undefined && wanted !== name) continue;
    tell(`services    ${TOLD[name]} …`);
    try {
      return await playOn(await open(), options, tell);
    } catch (error) {
      if (wanted === name || !(error instanceof ServiceMissingError)) throw error;
      tell(`            no ${error.service}: ${error.message}`);
    }
  }
  if (options.check) throw new UncheckableError();
  tell(`services    ${TOLD.embedded} …`);
  return openEmbeddedRun(options.rate);
}

const TOLD = {
  own: "RabbitMQ, Redis and PostgreSQL of its own, started from the programs of this machine",
  found: "RabbitMQ, Redis and PostgreSQL as found, under names of its own",
  embedded:
    "in one process, as npm start has them; panels about RabbitMQ stay empty, and alerts about single services are left out",
} as const;

async function playOn(run: WatchedRun, options: ObserveOptions, tell: Tell): Promise<Show> {
  const { cast } = run;
  try {
    for (const line of run.about) tell(`            ${line}`);
    await cast.startReady("summary-api");
    await Promise.all(Array.from({ length: options.backends }, () => cast.startReady("backend")));
    const rate = String(options.rate);
    await cast.startReady("entry-generator", { ENTRY_RATE: rate });
    await cast.startReady("exit-generator", { EXIT_RATE: rate, EXIT_KNOWN_PLATE_THRESHOLD: "40" });
    const prometheus = await run.watch();
    return { pageUrl: cast.apiUrl, prometheus, end: () => run.end() };
  } catch (error) {
    await run.end();
    throw error;
  }
}
