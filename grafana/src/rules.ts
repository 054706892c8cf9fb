import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";

export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly runbook_url: string };
}

export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
}

interface RuleFile<Rule> {
  readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
}

export const prometheusFolder = new URL("../../prometheus/", import.meta.url);

const rulesOf = <Rule>(name: string) => {
  const text = readFileSync(new URL(`rules/${name}.yml`, prometheusFolder), "utf8");
  return (parse(text) as RuleFile<Rule>).groups.flatMap(({ rules }) => rules);
};

export const readAlerts = () => rulesOf<AlertRule>("alerts");
export const readRecordings = () => rulesOf<RecordingRule>("recording");

const testFolder = new URL("tests/", prometheusFolder);

export const readTestFileNames = () =>
  readdirSync(testFolder).filter((name) => name.endsWith(".test.yml"));

/** The tests of the alerts; the name of each begins with the alert it is about. */
export const readTests = () =>
  readTestFileNames().flatMap(
    (name) =>
      (
        parse(readFileSync(new URL(name, testFolder), "utf8")) as {
          readonly tests: readonly { readonly name: string }[];
        }
      ).tests,
  );

/** Cases that the tests owe: each alert has to be seen firing, and seen silent. */
export const missingCases = (
  alerts: readonly string[],
  testNames: readonly string[],
): readonly string[] =>
  alerts
    .flatMap((alert) => [`${alert} fires`, `${alert} stays silent`])
    .filter((name) => !testNames.includes(name));
