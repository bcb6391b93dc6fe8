/**
 * Works on items `lanes` at once, begun in their order; each lane prepares its next item while it works on the current one (reading the next files while the
 * engine computes). What `prepare` throws is given to `work`. Stops where `work` throws.
 */
export async function runAhead<Item, Prepared>(
  items: readonly Item[], lanes: number, prepare: (item: Item) => Promise<Prepared>, work: (item: Item, prepared: () => Promise<Prepared>) => Promise<void>,
): Promise<void> {
  let next = 0;
  let isStopped = false;
  const begin = () => {
    if (isStopped || next >= items.length) return undefined;
    const item = items[next++]!;
    const prepared = prepare(item);
    prepared.catch(() => undefined); // awaited later, by `work`
    return { item, prepared };
  };
  const lane = async () => {
    for (let current = begin(); current; ) {
      const { item, prepared } = current;
      await prepared.catch(() => undefined);
      current = begin();
      await work(item, () => prepared);
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, () => lane().catch((error: unknown) => {
    isStopped = true;
    throw error;
  })));
}
