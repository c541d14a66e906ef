/** Something that waits for its moment; `tie` decides between equal moments, so that the order never depends on chance. */
export interface Waiting {
  at: number;
  tie: number;
}

/** A binary heap: the earliest comes first. Holds the sessions that run at the same time, whatever the size of the export. */
export class TimeHeap<T extends Waiting> {
  private readonly items: T[] = [];

  get size(): number {
    return this.items.length;
  }

  /** The earliest, left in place; undefined when empty. */
  peek(): T | undefined {
    return this.items[0];
  }

  push(item: T): void {
    const { items } = this;
    let child = items.length;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!isBefore(item, items[parent]!)) break;
      items[child] = items[parent]!;
      child = parent;
    }
    items[child] = item;
  }

  /** Takes the earliest out. */
  pop(): T | undefined {
    const first = this.items[0];
    const last = this.items.pop();
    if (last === undefined || last === first) return first;
    this.items[0] = last;
    this.settle();
    return first;
  }

  /** Puts the first in order again after its `at` has risen: cheaper than taking it out and back in. */
  settle(): void {
    const { items } = this;
    const item = items[0];
    if (item === undefined) return;
    let parent = 0;
    for (;;) {
      let child = 2 * parent + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && isBefore(items[child + 1]!, items[child]!)) child += 1;
      if (!isBefore(items[child]!, item)) break;
      items[parent] = items[child]!;
      parent = child;
    }
    items[parent] = item;
  }
}

function isBefore(a: Waiting, b: Waiting): boolean {
  return a.at < b.at || (a.at === b.at && a.tie < b.tie);
}
