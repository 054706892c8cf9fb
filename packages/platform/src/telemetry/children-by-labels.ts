export type Labels<Name extends string> = Readonly<Record<Name, string>>;

type Level<Child> = Map<string, Level<Child> | Child>;

/** One child for each combination of label values, found without making a text of them. */
export class ChildrenByLabels<Name extends string, Child extends object> {
  private readonly root: Level<Child> = new Map();
  private readonly made: { readonly labels: Labels<Name>; readonly child: Child }[] = [];

  constructor(
    private readonly names: readonly Name[],
    private readonly create: () => Child,
  ) {}

  /** In the order in which they were made. */
  get all(): readonly { readonly labels: Labels<Name>; readonly child: Child }[] {
    return this.made;
  }

  of(labels: Labels<Name>): Child {
    if (this.names.length === 0) return this.made[0]?.child ?? this.make(labels);
    let found: Level<Child> | Child | undefined = this.root;
    for (const name of this.names) found = (found as Level<Child> | undefined)?.get(labels[name]);
    return (found as Child | undefined) ?? this.make(labels);
  }

  private make(labels: Labels<Name>): Child {
    const child = this.create();
    this.made.push({ labels, child });
    if (this.names.length === 0) return child;
    let level = this.root;
    for (const name of this.names.slice(0, -1)) {
      const next = (level.get(labels[name]) ?? new Map()) as Level<Child>;
      level.set(labels[name], next);
      level = next;
    }
    level.set(labels[this.names.at(-1) as Name], child);
    return child;
  }
}
