import { setTimeout as sleep } from "node:timers/promises";
import type { WatchedRun } from "../observe/watched-run.js";
import { watchLive } from "./watch-live.js";

/** Twelve hours, from nine o'clock until the mall closes, take six minutes. */
const SCENARIO = { SCENARIO: "mall", NOISE: "realistic", SEED: "7", TIME_SCALE: "120" };
const OPENS_AT_HOUR = 9;
const SATURDAY = 6;
const DAY_MS = 86_400_000;

/** The second of a minute in which the traffic starts, so that no label of the time axis is cut off. */
const TRAFFIC_STARTS_AT_S = 30;
/** Before the drawn time, so that slow first events are not drawn. */
const WARM_UP_S = 15;
/** Seconds since the beginning of the drawn time. */
const SINK_KILLED_S = 100;
const SINK_BACK_S = 108;
const BACKEND_KILLED_S = 210;
const BACKEND_BACK_S = 225;
const END_S = 352;
/** When somebody opens the page of the stays, and for how long. */
const PAGE_VIEWS = [
  { fromS: 5, forS: 330 },
  { fromS: 40, forS: 120 },
  { fromS: 70, forS: 200 },
  { fromS: 180, forS: 60 },
  { fromS: 250, forS: 90 },
];

export interface DrawnTime {
  readonly prometheusUrl: string;
  readonly from: Date;
  readonly to: Date;
}

/** Runs a Saturday of the mall with page views, an outage of the sink and one of a backend. */
export async function runMallDay(
  run: WatchedRun,
  print: (line: string) => void,
): Promise<DrawnTime> {
  const { processes } = run;
  const opensAt = lastSaturday(new Date());
  // The events are days old; without a window that long, their cars would not count as inside.
  const window = { OCCUPANCY_WINDOW_MS: String(Date.now() - opensAt.getTime()) };
  const startBackend = () => processes.startReady("backend", window);
  const api = await processes.startReady("summary-api");
  const backends = [await startBackend(), await startBackend()];
  const { url: prometheusUrl } = await run.watch();
  await untilSecond(TRAFFIC_STARTS_AT_S);
  const traffic = { ...SCENARIO, SCENARIO_START: opensAt.toISOString() };
  await Promise.all([
    processes.startReady("entry-generator", traffic),
    processes.startReady("exit-generator", traffic),
  ]);
  await run.watch();
  await sleep(WARM_UP_S * 1_000);

  const from = new Date();
  const at = (seconds: number) => sleep(from.getTime() + seconds * 1_000 - Date.now());
  const pageViews = PAGE_VIEWS.map(async ({ fromS, forS }) => {
    await at(fromS);
    await watchLive(processes.apiUrl, AbortSignal.timeout(forS * 1_000));
  });
  await at(SINK_KILLED_S);
  print("killing the summary API");
  await api.kill();
  await at(SINK_BACK_S);
  await processes.startReady("summary-api");
  await run.watch();
  await at(BACKEND_KILLED_S);
  print("killing a backend");
  await backends[1]?.kill();
  await at(BACKEND_BACK_S);
  await startBackend();
  await run.watch();
  await at(END_S);
  const to = new Date();
  await Promise.all(pageViews);
  return { prometheusUrl, from, to };
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
