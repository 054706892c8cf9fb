import { parser } from "@prometheus-io/lezer-promql";

export interface Mutant {
  readonly what: string;
  readonly expr: string;
  readonly for: string;
}

const OPPOSITES: Readonly<Record<string, readonly string[]>> = {
  Gtr: [">=", "<"],
  Lss: ["<=", ">"],
  Eql: ["!="],
  Add: ["-"],
  Sub: ["+"],
  Div: ["*"],
};
/** At the edge itself, "> 0" and ">= 0" differ only for a value nobody measures. */
const EQUIVALENT = /^>= (?!0(?![.\d]))|^<=/;

/** Each differs from the rule in one place, and a test should notice it. */
export function mutantsOf(rule: { readonly expr: string; readonly for: string }): Mutant[] {
  const { expr } = rule;
  const mutants: Mutant[] = [];
  const replace = (what: string, from: number, to: number, by: string) =>
    mutants.push({ what, expr: expr.slice(0, from) + by + expr.slice(to), for: rule.for });
  parser.parse(expr).iterate({
    enter({ name, from, to, node }) {
      const text = expr.slice(from, to);
      for (const opposite of OPPOSITES[name] ?? []) {
        if (EQUIVALENT.test(opposite + expr.slice(to, to + 4))) continue;
        replace(`${text} becomes ${opposite}`, from, to, opposite);
      }
      if (
        name === "NumberDurationLiteral" &&
        Number(text) > 0 &&
        node.parent?.name !== "MatrixSelector"
      ) {
        replace(`${text} becomes a third`, from, to, String(Number(text) / 3));
        replace(`${text} becomes threefold`, from, to, String(Number(text) * 3));
      }
      if (
        name === "BinaryExpr" &&
        /^(And|Or|Unless)$/.test(node.firstChild?.nextSibling?.name ?? "")
      ) {
        const { firstChild, lastChild } = node;
        if (!firstChild || !lastChild) return;
        replace("only its left side", from, to, expr.slice(firstChild.from, firstChild.to));
        replace("only its right side", from, to, expr.slice(lastChild.from, lastChild.to));
      }
    },
  });
  mutants.push({ what: "fires at once", expr, for: "0s" });
  mutants.push({ what: "never fires", expr, for: "100h" });
  return mutants;
}
