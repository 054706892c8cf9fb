/** A queue by time, as a binary heap. Items of the same time come in the order in which they were put. */
export class EarliestFirst<T> {
  private readonly heap: { readonly atMs: number; readonly turn: number; readonly item: T }[] = [];
  private turns = 0;

  get size(): number {
    return this.heap.length;
  }

  /** Time of the first item; `Infinity` when empty. */
  get nextMs(): number {
    return this.heap[0]?.atMs ?? Infinity;
  }

  put(atMs: number, item: T): void {
    this.heap.push({ atMs, turn: (this.turns += 1), item });
    let index = this.heap.length - 1;
    while (index > 0 && this.isBefore(index, (index - 1) >> 1)) {
      index = this.swap(index, (index - 1) >> 1);
    }
  }

  take(): T | undefined {
    const first = this.heap[0];
    const last = this.heap.pop();
    if (first === undefined || last === undefined || this.heap.length === 0) return first?.item;
    this.heap[0] = last;
    for (let index = 0; ;) {
      const left = 2 * index + 1;
      const child = this.isBefore(left + 1, left) ? left + 1 : left;
      if (!this.isBefore(child, index)) return first.item;
      index = this.swap(index, child);
    }
  }

  private isBefore(one: number, other: number): boolean {
    const a = this.heap[one];
    const b = this.heap[other];
    if (a === undefined || b === undefined) return false;
    return a.atMs < b.atMs || (a.atMs === b.atMs && a.turn < b.turn);
  }

  /** @returns the other index */
  private swap(one: number, other: number): number {
    const kept = this.heap[one] as (typeof this.heap)[number];
    this.heap[one] = this.heap[other] as (typeof this.heap)[number];
    this.heap[other] = kept;
    return other;
  }
}
