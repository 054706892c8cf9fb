interface Described {
  readonly paths?: object;
  readonly components?: { readonly schemas?: Readonly<Record<string, object>> };
}

/** Each schema comes as it is read and as it is written, and mostly one of the two is used. */
export function withoutUnusedSchemas<Document extends object>(document: Document): Document {
  const { paths, components }: Described = document;
  const all = Object.entries(components?.schemas ?? {});
  let used: typeof all = [];
  for (let found = 1; found > 0;) {
    const text = JSON.stringify([paths, used]);
    const now = all.filter(([name]) => text.includes(`"#/components/schemas/${name}"`));
    found = now.length - used.length;
    used = now;
  }
  return { ...document, components: { ...components, schemas: Object.fromEntries(used) } };
}
