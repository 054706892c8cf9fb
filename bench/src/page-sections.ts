const SECTION = /<!-- ([^>]+) -->\n([\s\S]*?)\n<!-- end of \1 -->/g;

/**
 * A page of named sections, each printed by a run of its own: what a run has not measured stays as it was.
 * @param page - as it stands; what is in no section is dropped
 * @param order - of the sections; one with another name is dropped
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
