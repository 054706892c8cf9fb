/** A rule in the answer of `/api/v1/rules?type=alert`. */
export interface AlertRule {
  readonly name: string;
  readonly health: string;
  readonly lastError?: string;
}

/** How long an alert was in a state in total. */
export interface AlertTime {
  readonly alert: string;
  readonly state: string;
  readonly seconds: number;
}

/** The start of services and the first scrape take less. */
const SHORT_SECONDS = 20;

/** Alerts that may be pending for longer in healthy services, with the reason. None may fire. */
const mayBePending: ReadonlyMap<string, string> = new Map(
  ["ProcessingBudgetBurnsFast", "ProcessingBudgetBurnsSlow"].map((alert) => [
    alert,
    "the windows of a short run include its first events, which take more than 50 ms in programs that have just started",
  ]),
);

const describe = ({ alert, state, seconds }: AlertTime) => `${alert} was ${state} for ${seconds} s`;
const isNoted = ({ state, seconds }: AlertTime) => state === "firing" || seconds > SHORT_SECONDS;
const excuseOf = ({ alert, state }: AlertTime) =>
  state === "pending" ? mayBePending.get(alert) : undefined;

/** Alerts that healthy services under traffic must not have, as sentences. */
export function alertProblems(
  rules: readonly AlertRule[],
  times: readonly AlertTime[],
): readonly string[] {
  return [
    ...(rules.length === 0 ? ["Prometheus has no alert rules"] : []),
    ...rules
      .filter(({ health }) => health !== "ok")
      .map(({ name, health, lastError = "" }) => `${name} is ${health}: ${lastError}`),
    ...times.filter((time) => isNoted(time) && excuseOf(time) === undefined).map(describe),
  ];
}

/** Alerts that they may have, and why. */
export const alertExcuses = (times: readonly AlertTime[]): readonly string[] =>
  times
    .filter((time) => isNoted(time) && excuseOf(time) !== undefined)
    .map((time) => `${describe(time)}, which is allowed: ${excuseOf(time)}`);
