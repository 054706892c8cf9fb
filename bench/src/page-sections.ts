const SECTION = /<!-- ([^>]+) -->\n([\s\S]*?)\n<!-- end of \1 -->/g;

/**
 * Replaces sections of a page, and keeps those that this run did not print.
 * @param page - the old page; text outside of sections is dropped
 * @param order - of the sections; a section with another name is dropped
 */
export function withSections(
  page: string,
  head: string,
  order: readonly string[],
  printed: ReadonlyMap<string, string>,
): string {
  const standing = new Map(Array.from(page.matchAll(SECTION), ([, name, text]) => [name, text]));
  const sections = order.flatMap((name) => {
    const text = printed.get(name) ?? standing.get(name);
    return text === undefined ? [] : [`<!-- ${name} -->\n${text}\n<!-- end of ${name} -->`];
  });
  return `${[head, ...sections].join("\n\n")}\n`;
}
