import { nameOf, type Rule, type RuleTest } from "./rules.js";

/** Names contain colons, which no other identifier of ours does; a longer name contains no shorter one. */
const uses = (rule: Rule, record: string) =>
  RegExp(`(?<![\\w:])${record}(?![\\w:])`).test(rule.expr);

/** The rules, and all rules that their expressions use, in the order of the files. */
export function withSources(wanted: readonly Rule[], all: readonly Rule[]): readonly Rule[] {
  const found = new Set(wanted);
  for (const rule of found) {
    for (const other of all) {
      if (other.record !== undefined && uses(rule, other.record)) found.add(other);
    }
  }
  return all.filter((rule) => found.has(rule));
}

/** The rule, and all rules whose expressions use it. */
export function withUsers(changed: Rule, all: readonly Rule[]): readonly Rule[] {
  const found = new Set([changed]);
  for (const rule of found) {
    if (rule.record === undefined) continue;
    for (const other of all) if (uses(other, rule.record)) found.add(other);
  }
  return all.filter((rule) => found.has(rule));
}

/** Also for a test of all windows of a rule: about "parking:slo_commit_errors" is one of its ratio_rate5m. */
export const isAbout = ({ about }: RuleTest, rule: Rule): boolean =>
  `${nameOf(rule)}:`.startsWith(`${about}:`);

/** The rules that the tests are about or ask for, with all that these are made from. */
export function rulesOfTests(tests: readonly RuleTest[], all: readonly Rule[]): readonly Rule[] {
  const questions = tests.map(({ test }) => ({ expr: JSON.stringify(test.promql_expr_test) }));
  const isAsked = (rule: Rule) =>
    tests.some((test) => isAbout(test, rule)) ||
    questions.some((question) => uses(question, nameOf(rule)));
  return withSources(all.filter(isAsked), all);
}
