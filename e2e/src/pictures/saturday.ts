import { setTimeout as sleep } from "node:timers/promises";
import type { WatchedRun } from "../observe/watched-run.js";
import { watchLive } from "./watch-live.js";

/** Twelve hours, from nine o'clock until the mall is closed, in six minutes. */
const TIME_SCALE = 120;
const SCENARIO = {
  SCENARIO: "mall",
  NOISE: "realistic",
  SEED: "7",
  TIME_SCALE: String(TIME_SCALE),
};
const DAY_MS = 86_400_000;
const SATURDAY = 6;
const OPENS_AT_HOUR = 9;

/** Of a minute, so that no label of the time axis stands at the edge of a picture. */
const TRAFFIC_STARTS_AT_S = 30;
/** What starts cold is not on the picture. */
const WARM_UP_S = 15;
/** What is to be seen, by seconds from the first moment on the picture. */
const SINK_LOST_S = 100;
const SINK_BACK_S = 108;
const BACKEND_KILLED_S = 210;
const BACKEND_BACK_S = 225;
const END_S = 352;
/** When somebody opens the page, and for how long. */
const VISITS = [
  { fromS: 5, forS: 330 },
  { fromS: 40, forS: 120 },
  { fromS: 70, forS: 200 },
  { fromS: 180, forS: 60 },
  { fromS: 250, forS: 90 },
];

export interface Saturday {
  readonly prometheusUrl: string;
  readonly from: Date;
  readonly to: Date;
}

/**
 * A Saturday of the mall through real services: cameras err, people watch the page, the sink is away for
 * some seconds, and one of two backends is killed.
 */
export async function spendSaturday(
  run: WatchedRun,
  tell: (line: string) => void,
): Promise<Saturday> {
  const { cast } = run;
  const opensAt = lastSaturday(new Date());
  // All that happens is days ago, and still nobody came too long ago to be inside.
  const sinceThen = { OCCUPANCY_WINDOW_MS: String(Date.now() - opensAt.getTime()) };
  const startBackend = () => cast.startReady("backend", sinceThen);
  const api = await cast.startReady("summary-api");
  const backends = [await startBackend(), await startBackend()];
  const { url } = await run.watch();
  await untilSecond(TRAFFIC_STARTS_AT_S);
  await open(run, opensAt);
  tell("the mall is open");
  await sleep(WARM_UP_S * 1_000);

  const from = new Date();
  const at = (seconds: number) => sleep(from.getTime() + seconds * 1_000 - Date.now());
  const visits = VISITS.map(async ({ fromS, forS }) => {
    await at(fromS);
    await watchLive(cast.apiUrl, AbortSignal.timeout(forS * 1_000));
  });
  await at(SINK_LOST_S);
  tell("the sink is lost");
  await api.kill();
  await at(SINK_BACK_S);
  await cast.startReady("summary-api");
  await run.watch();
  await at(BACKEND_KILLED_S);
  tell("a backend is killed");
  await backends[1]?.kill();
  await at(BACKEND_BACK_S);
  await startBackend();
  await run.watch();
  await at(END_S);
  const to = new Date();
  await Promise.all(visits);
  return { prometheusUrl: url, from, to };
}

async function open(run: WatchedRun, opensAt: Date): Promise<void> {
  const traffic = { ...SCENARIO, SCENARIO_START: opensAt.toISOString() };
  await Promise.all([
    run.cast.startReady("entry-generator", traffic),
    run.cast.startReady("exit-generator", traffic),
  ]);
  await run.watch();
}

/** When the mall opened on the last Saturday that is over. */
function lastSaturday(now: Date): Date {
  const daysAgo = ((now.getUTCDay() + 7 - SATURDAY - 1) % 7) + 1;
  const at = new Date(now.getTime() - daysAgo * DAY_MS);
  at.setUTCHours(OPENS_AT_HOUR, 0, 0, 0);
  return at;
}

const untilSecond = (second: number) =>
  sleep(((second * 1_000 - (Date.now() % 60_000) + 60_000) % 60_000) + 1);
