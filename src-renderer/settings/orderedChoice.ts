/**
 * Every item of a list with those that are chosen in their own order: one that is not chosen stands after the item that precedes it in the list.
 * So choosing one never moves a line.
 */
export function displayOrder<T>(all: readonly T[], chosen: readonly T[]): T[] {
  const shown = [...chosen];
  all.forEach((item, at) => {
    if (!shown.includes(item)) shown.splice(at === 0 ? 0 : shown.indexOf(all[at - 1]!) + 1, 0, item);
  });
  return shown;
}

/** Takes an item in, at the place where it is shown, or out. */
export function withChoice<T>(all: readonly T[], chosen: readonly T[], item: T, isIn: boolean): T[] {
  return displayOrder(all, chosen).filter((other) => (other === item ? isIn : chosen.includes(other)));
}

/** Exchanges a chosen item with the one before it (-1) or after it (1). */
export function moved<T>(chosen: readonly T[], item: T, step: -1 | 1): T[] {
  const from = chosen.indexOf(item);
  const to = from + step;
  if (from === -1 || to < 0 || to >= chosen.length) return [...chosen];
  return chosen.with(from, chosen[to]!).with(to, item);
}
