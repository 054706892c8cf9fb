/** As `/api/v1/rules?type=alert` tells it. */
export interface AlertRule {
  readonly name: string;
  readonly health: string;
  readonly lastError?: string;
}

/** How long an alert was in a state, all in all. */
export interface AlertTime {
  readonly alert: string;
  readonly state: string;
  readonly seconds: number;
}

/** As long as services that start, and a first scrape, may take. */
const SHORT_SECONDS = 20;

/** What may be pending for longer though nothing is wrong; nothing at all may fire. */
const mayBePending: ReadonlyMap<string, string> = new Map(
  ["ProcessingBudgetBurnsFast", "ProcessingBudgetBurnsSlow"].map((alert) => [
    alert,
    "the windows of a short run reach back to its first events, which took more than 50 ms as programs were cold",
  ]),
);

const told = ({ alert, state, seconds }: AlertTime) => `${alert} was ${state} for ${seconds} s`;
const isNoted = ({ state, seconds }: AlertTime) => state === "firing" || seconds > SHORT_SECONDS;
const excuseOf = ({ alert, state }: AlertTime) =>
  state === "pending" ? mayBePending.get(alert) : undefined;

/** What healthy services under traffic must not show. */
export function alertProblems(
  rules: readonly AlertRule[],
  times: readonly AlertTime[],
): readonly string[] {
  return [
    ...(rules.length === 0 ? ["there is no alert that could fire"] : []),
    ...rules
      .filter(({ health }) => health !== "ok")
      .map(({ name, health, lastError = "" }) => `${name} is ${health}: ${lastError}`),
    ...times.filter((time) => isNoted(time) && excuseOf(time) === undefined).map(told),
  ];
}

/** What they may show, and why. */
export const alertExcuses = (times: readonly AlertTime[]): readonly string[] =>
  times
    .filter((time) => isNoted(time) && excuseOf(time) !== undefined)
    .map((time) => `${told(time)}, which may be: ${excuseOf(time)}`);
