/** Breaks one place of a document: `plant(panel, "targets.0.expr", "")`; undefined takes it away. */
export function plant(target: object, path: string, value: unknown): void {
  const names = path.split(".");
  const last = names.pop() ?? "";
  const holder = names.reduce<object>((at, name) => {
    const next: unknown = Reflect.get(at, name);
    if (typeof next !== "object" || next === null) throw new Error(`there is no ${path}`);
    return next;
  }, target);
  if (value === undefined) Reflect.deleteProperty(holder, last);
  else Reflect.set(holder, last, value);
}
