import { readFileSync } from "node:fs";

interface RunbookSection {
  readonly title: string;
  readonly text: string;
}

const runbook = new URL("../../docs/runbook.md", import.meta.url);

/** The sections of docs/runbook.md, in order; each begins with "## ". */
export function readRunbook(text = readFileSync(runbook, "utf8")): readonly RunbookSection[] {
  return text
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [title = "", ...lines] = section.split("\n");
      return { title: title.trim(), text: lines.join("\n").trim() };
    });
}

/**
 * Leads to the panel of the runbook dashboard that shows the section: works offline and wherever
 * Grafana is reached.
 * @throws when the runbook has no such section
 */
export function runbookUrlOf(title: string): string {
  const index = readRunbook().findIndex((section) => section.title === title);
  if (index < 0) throw new Error(`docs/runbook.md has no section "${title}"`);
  return `/d/boomgate-runbook?viewPanel=panel-${index + 1}`;
}
