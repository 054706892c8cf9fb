import { readRuleFiles, type Rule, type RuleFile, writeRules } from "../observe/rule-files.js";

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600 };

/** Alerts whose thresholds are durations, which have to be divided as well. */
const TIMED_THRESHOLDS: ReadonlySet<string> = new Set(["RollupsBehind"]);

/** Here Prometheus scrapes, and RabbitMQ updates its metrics, each second instead of every five. */
const SCRAPE_AGE = { record: "parking:scrape_age:seconds", expr: "vector(2)" };

/** Quorum queues update their length every 5 s, so a shorter range can hold two equal values of a growing queue. */
export const SHORTEST_RANGE_SECONDS = 10;

/**
 * Divides every range, offset and `for` of the rules, and the threshold of RollupsBehind, and sets the age of a scrape.
 */
export function scaleRules(file: RuleFile, factor: number): RuleFile {
  const scaled = (amount: string, unit = "s", least = 1) =>
    `${Math.max(least, Math.round((Number(amount) * (UNIT_SECONDS[unit] ?? 1)) / factor))}s`;
  const scaleRule = (rule: Rule): Rule => {
    const ranged = rule.expr.replaceAll(
      /(\[|offset )(\d+)([smh])/g,
      (_all, before: string, amount: string, unit: string) =>
        `${before}${scaled(amount, unit, SHORTEST_RANGE_SECONDS)}`,
    );
    if (rule.record === SCRAPE_AGE.record) return { ...rule, expr: SCRAPE_AGE.expr };
    const expr = TIMED_THRESHOLDS.has(rule.alert ?? "")
      ? ranged.replaceAll(/> (\d+)/g, (_all, seconds: string) => `> ${Number(seconds) / factor}`)
      : ranged;
    const [, amount = "", unit = ""] = /^(\d+)([smh])$/.exec(rule.for ?? "") ?? [];
    return { ...rule, expr, ...(rule.for ? { for: scaled(amount, unit) } : {}) };
  };
  return {
    groups: file.groups.map((group) => ({ ...group, rules: group.rules.map(scaleRule) })),
  };
}

/** @returns a pattern for `rule_files` */
export const writeScaledRules = (folder: string, factor: number): string =>
  writeRules(folder, (file) => scaleRules(file, factor));

const namesOf = (what: "alert" | "record"): readonly string[] =>
  readRuleFiles().flatMap(({ file }) =>
    file.groups.flatMap(({ rules }) => rules.flatMap((rule) => rule[what] ?? [])),
  );

/** The names of all alerts. */
export const alertNames = () => namesOf("alert");
export const recordNames = () => namesOf("record");
