import { type AlertRule, type AlertTime, alertExcuses, alertProblems } from "./healthy-alerts.js";
import { SCRAPE_SECONDS } from "./prometheus-config.js";

interface AlertReport {
  readonly rules: number;
  readonly excuses: readonly string[];
  readonly problems: readonly string[];
}

/** Checks the alerts over the whole run. */
export async function checkAlerts(prometheusUrl: string): Promise<AlertReport> {
  const rules = await alertRules(prometheusUrl);
  const times = await alertTimes(prometheusUrl);
  return {
    rules: rules.length,
    excuses: alertExcuses(times),
    problems: alertProblems(rules, times),
  };
}

async function alertRules(prometheusUrl: string): Promise<readonly AlertRule[]> {
  const { groups } = await get<{ groups: readonly { rules: readonly AlertRule[] }[] }>(
    `${prometheusUrl}/api/v1/rules?type=alert`,
  );
  return groups.flatMap(({ rules }) => rules);
}

async function alertTimes(prometheusUrl: string): Promise<readonly AlertTime[]> {
  const query = `max by (alertname, alertstate) (count_over_time(ALERTS[1d])) * ${SCRAPE_SECONDS}`;
  const { result } = await get<{
    result: readonly {
      metric: Readonly<Record<string, string>>;
      value: readonly [number, string];
    }[];
  }>(`${prometheusUrl}/api/v1/query?${new URLSearchParams({ query }).toString()}`);
  return result.map(({ metric: { alertname = "", alertstate = "" }, value: [, seconds] }) => {
    return { alert: alertname, state: alertstate, seconds: Number(seconds) };
  });
}

async function get<T>(url: string): Promise<T> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as { data: T }).data;
}
