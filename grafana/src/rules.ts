import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";

export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly runbook_url: string };
}

interface RecordingRule {
  readonly record: string;
  readonly expr: string;
}

interface RuleFile<Kind> {
  readonly groups: readonly { readonly name: string; readonly rules: readonly Kind[] }[];
}

export const prometheusFolder = new URL("../../prometheus/", import.meta.url);

const rulesOf = <Kind>(name: string) => {
  const text = readFileSync(new URL(`rules/${name}.yml`, prometheusFolder), "utf8");
  return (parse(text) as RuleFile<Kind>).groups.flatMap(({ rules }) => rules);
};

export type Rule = Partial<AlertRule> & Partial<RecordingRule> & { readonly expr: string };

export const nameOf = ({ alert, record }: Rule): string => alert ?? record ?? "";

/** All rules, in the order in which Prometheus evaluates those of one group. */
export const readRules = (): readonly Rule[] => [...readRecordings(), ...readAlerts()];

export const readAlerts = () => rulesOf<AlertRule>("alerts");
export const readRecordings = () => rulesOf<RecordingRule>("recording");

const testFolder = new URL("tests/", prometheusFolder);

const readTestFileNames = () =>
  readdirSync(testFolder).filter((name) => name.endsWith(".test.yml"));

export interface RuleTest {
  /** The rule whose name its own begins with, or the beginning of all their names. */
  readonly about: string;
  /** How often rules are evaluated: "15s". */
  readonly interval: string;
  readonly test: { readonly name: string; readonly promql_expr_test: readonly unknown[] };
}

/** The tests of the rules, with the rule each is about. */
export const readRuleTests = (): readonly RuleTest[] =>
  readTestFileNames().flatMap((file) => {
    const { tests, evaluation_interval: interval } = parse(
      readFileSync(new URL(file, testFolder), "utf8"),
    ) as { readonly tests: readonly RuleTest["test"][]; readonly evaluation_interval: string };
    return tests.map((test) => ({ about: test.name.split(" ")[0] ?? "", interval, test }));
  });

export const readTests = () => readRuleTests().map(({ test }) => test);

/** Cases that the tests owe: each alert has to be seen firing, and seen silent. */
export const missingCases = (
  alerts: readonly string[],
  testNames: readonly string[],
): readonly string[] =>
  alerts
    .flatMap((alert) => [`${alert} fires`, `${alert} stays silent`])
    .filter((name) => !testNames.includes(name));
