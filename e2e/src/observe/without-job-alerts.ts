import type { Rule, RuleFile } from "./rule-files.js";

const namesJob = ({ alert, expr }: Rule) => alert !== undefined && /\bjob=/.test(expr);

/**
 * Leaves out the alerts that name a job. Where everything runs in one process, most jobs do not exist, and their
 * alerts would fire.
 */
export const withoutJobAlerts = ({ groups }: RuleFile): RuleFile => ({
  groups: groups.map((group) => ({
    ...group,
    rules: group.rules.filter((rule) => !namesJob(rule)),
  })),
});
