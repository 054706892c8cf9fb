interface OpenApiDocument {
  readonly paths?: object;
  readonly components?: { readonly schemas?: Readonly<Record<string, object>> };
}

/** The library adds each schema twice, for reading and for writing; mostly one of the two is used. */
export function withoutUnusedSchemas<Document extends object>(document: Document): Document {
  const { paths, components }: OpenApiDocument = document;
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
