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
  const api = await cast.startReady("summary-api");
  const backends = [await cast.startReady("backend"), await cast.startReady("backend")];
  const prometheus = await run.watch();
  await untilSecond(TRAFFIC_STARTS_AT_S);
  await Promise.all([
    cast.startReady("entry-generator", SCENARIO),
    cast.startReady("exit-generator", SCENARIO),
  ]);
  await run.watch();
  tell("the mall opens");
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
  await cast.startReady("backend");
  await run.watch();
  await at(END_S);
  const to = new Date();
  await Promise.all(visits);
  return { prometheusUrl: prometheus.url, from, to };
}

const untilSecond = (second: number) =>
  sleep(((second * 1_000 - (Date.now() % 60_000) + 60_000) % 60_000) + 1);
