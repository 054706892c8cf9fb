/** A GitHub table; what would break it is escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

export const code = (text: string) => `\`${text}\``;

/** A page with a notice at its top that it is printed. */
export function page(title: string, ...parts: readonly string[]): string {
  const notice = "<!-- Printed from the code by `npm run catalogues`; do not edit. -->";
  return `${[notice, `# ${title}`, ...parts].join("\n\n")}\n`;
}
