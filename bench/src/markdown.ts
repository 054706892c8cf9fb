type Cells = readonly (string | number)[];

export const markdownTable = (head: readonly string[], body: readonly Cells[]): string =>
  [head, head.map(() => "---"), ...body].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
