import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse, stringify } from "yaml";

export interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
}

export interface RuleFile {
  readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
}

const rulesFolder = new URL("../../../prometheus/rules/", import.meta.url);

/** A pattern for `rule_files`: the unchanged rules. */
export const ALL_RULES = fileURLToPath(new URL("*.yml", rulesFolder));

export const readRuleFiles = () =>
  readdirSync(rulesFolder).map((name) => {
    return { name, file: parse(readFileSync(new URL(name, rulesFolder), "utf8")) as RuleFile };
  });

/** Writes the changed rules into a subfolder of `folder`. @returns a pattern for `rule_files` */
export function writeRules(folder: string, change: (file: RuleFile) => RuleFile): string {
  const rules = join(folder, "rules");
  mkdirSync(rules);
  for (const { name, file } of readRuleFiles()) {
    writeFileSync(join(rules, name), stringify(change(file)));
  }
  return join(rules, "*.yml");
}
