/** A list with the entry at one place a place earlier, or as it is where there is none before it. */
export function movedEarlier<Entry>(list: readonly Entry[], at: number): Entry[] {
  return at < 1 ? [...list] : [...list.slice(0, at - 1), list[at]!, list[at - 1]!, ...list.slice(at + 1)];
}
