import { parser } from "@prometheus-io/lezer-promql";

/** A rule of Prometheus, as far as it can be broken. */
interface Mutable {
  readonly expr: string;
  /** Alerts only. */
  readonly for?: string;
}

export interface Mutant extends Mutable {
  readonly what: string;
}

const OPPOSITES: Readonly<Record<string, readonly string[]>> = {
  Gtr: [">=", "<"],
  Lss: ["<=", ">"],
  Eql: ["!="],
  Add: ["-"],
  Sub: ["+"],
  Div: ["*"],
  Mul: ["/"],
  EqlSingle: ["!="],
  Neq: ["="],
  EqlRegex: ["!~"],
  NeqRegex: ["=~"],
};
/** At the edge itself, "> 0" and ">= 0" differ only for a value nobody measures. */
const EQUIVALENT = /^>= (?!0(?![.\d]))|^<=/;
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600 };

/** Each differs from the rule in one place, and a test should notice it. */
export function mutantsOf(rule: Mutable): Mutant[] {
  const { expr } = rule;
  const mutants: Mutant[] = [];
  const replace = (what: string, from: number, to: number, by: string) =>
    mutants.push({ ...rule, what, expr: expr.slice(0, from) + by + expr.slice(to) });
  parser.parse(expr).iterate({
    enter({ name, from, to, node }) {
      const text = expr.slice(from, to);
      for (const opposite of OPPOSITES[name] ?? []) {
        if (EQUIVALENT.test(opposite + expr.slice(to, to + 4))) continue;
        replace(`${text} at ${from} becomes ${opposite}`, from, to, opposite);
      }
      if (name === "NumberDurationLiteral" && Number(text) > 0) {
        replace(`${text} becomes a third`, from, to, String(Number(text) / 3));
        replace(`${text} becomes threefold`, from, to, String(Number(text) * 3));
      }
      const [, amount, unit = ""] = /^(\d+)([smh])$/.exec(text) ?? [];
      if (name === "NumberDurationLiteralInDurationContext" && amount !== undefined) {
        const seconds = Number(amount) * (SECONDS[unit] ?? 0);
        replace(`${text} at ${from} becomes a sixth`, from, to, `${Math.round(seconds / 6)}s`);
        replace(`${text} at ${from} becomes sixfold`, from, to, `${seconds * 6}s`);
      }
      if (name === "UnquotedLabelMatcher") {
        const isFollowed = expr[to] === ",";
        replace(`without ${text} at ${from}`, from, isFollowed ? to + 1 : to, "");
      }
      if (
        name === "BinaryExpr" &&
        /^(And|Or|Unless)$/.test(node.firstChild?.nextSibling?.name ?? "")
      ) {
        const { firstChild, lastChild } = node;
        if (!firstChild || !lastChild) return;
        replace(`only left of ${from}`, from, to, expr.slice(firstChild.from, firstChild.to));
        replace(`only right of ${from}`, from, to, expr.slice(lastChild.from, lastChild.to));
      }
    },
  });
  if (rule.for === undefined) return mutants;
  return [
    ...mutants,
    { ...rule, what: "fires at once", for: "0s" },
    { ...rule, what: "never fires", for: "100h" },
  ];
}
