import type { Rule, RuleFile } from "./rule-files.js";

const isAboutJobs = ({ alert, expr }: Rule) => alert !== undefined && /\bjob=/.test(expr);

/**
 * All but the alerts that ask for a job by its name: where everything is one process and there is no RabbitMQ,
 * they would miss what nobody started.
 */
export const withoutJobAlerts = ({ groups }: RuleFile): RuleFile => ({
  groups: groups.map((group) => ({
    ...group,
    rules: group.rules.filter((rule) => !isAboutJobs(rule)),
  })),
});
