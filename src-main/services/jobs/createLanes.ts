/** The lanes that jobs queue in: work of one lane uses the same thing (the store's writer, the engine's processes, the inference process). */
export const lanes = ["import", "engine", "inference", "registration", "preparation", "learning"] as const;
export type Lane = (typeof lanes)[number];

/**
 * How many jobs of a lane run at once; the others wait. Two in the engine's: a map that takes long does not hold up the features of another
 * segment. Two that prepare images: a case beside the cases of a project.
 */
export const laneBounds: Readonly<Record<Lane, number>> = {
  import: 1,
  engine: 2,
  inference: 1,
  registration: 1,
  preparation: 2,
  learning: 1,
};

/** Who waits and how many are in work, lane by lane. */
export interface Lanes<Item> {
  /** True where the item may begin at once; else it waits behind the others of its lane. */
  enter(lane: Lane, item: Item): boolean;
  /** One that had begun has ended; answers the one that has waited longest, which begins now, if any waits. */
  leave(lane: Lane): Item | undefined;
  /** Takes away one that waits; false where it does not wait. */
  drop(lane: Lane, item: Item): boolean;
  /** Those that wait, the next one first. */
  waiting(lane: Lane): readonly Item[];
}

/** Makes empty lanes, first in, first out, with at most `bounds[lane]` in work. */
export function createLanes<Item>(bounds: Readonly<Record<Lane, number>> = laneBounds): Lanes<Item> {
  const working = new Map<Lane, number>();
  const queues = new Map<Lane, Item[]>(lanes.map((lane) => [lane, []]));
  const count = (lane: Lane) => working.get(lane) ?? 0;
  return {
    enter: (lane, item) => {
      if (count(lane) >= bounds[lane]) {
        queues.get(lane)!.push(item);
        return false;
      }
      working.set(lane, count(lane) + 1);
      return true;
    },
    leave: (lane) => {
      const next = queues.get(lane)!.shift();
      if (next === undefined) working.set(lane, count(lane) - 1);
      return next;
    },
    drop: (lane, item) => {
      const queue = queues.get(lane)!;
      const place = queue.indexOf(item);
      if (place !== -1) queue.splice(place, 1);
      return place !== -1;
    },
    waiting: (lane) => queues.get(lane)!,
  };
}
