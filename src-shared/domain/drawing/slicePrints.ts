/**
 * A number for what each segment has on a slice, by its number: the same as long as it has the same voxels. Segments without voxels are left out. 32 bits of
 * FNV-1a over the voxels' indices, never 0.
 * @param labels of one slice, i fastest
 */
export function slicePrints(labels: Uint8Array): ReadonlyMap<number, number> {
  const hashes = new Uint32Array(256).fill(0x811c9dc5);
  const isThere = new Uint8Array(256);
  for (let index = 0; index < labels.length; index++) {
    const label = labels[index]!;
    if (label === 0) continue;
    isThere[label] = 1;
    let hash = hashes[label]!;
    for (let shift = 0; shift < 32; shift += 8) hash = Math.imul(hash ^ ((index >>> shift) & 255), 0x01000193);
    hashes[label] = hash;
  }
  const prints = new Map<number, number>();
  for (let label = 1; label < 256; label++) if (isThere[label] === 1) prints.set(label, hashes[label]! || 1);
  return prints;
}

/** What a segment's work on a slice is: nothing drawn; drawn; said to be finished; or changed since that was said. */
export type SliceWork = "empty" | "drawn" | "done" | "changed";

/**
 * @param print of what is on the slice now; undefined where nothing is
 * @param mark the print of what was there when it was said to be finished, 0 where nothing was; undefined where it was not said
 */
export function sliceWork(print: number | undefined, mark: number | undefined): SliceWork {
  if (mark === undefined) return print === undefined ? "empty" : "drawn";
  return mark === (print ?? 0) ? "done" : "changed";
}

/** The work of several segments on one slice: changed where one is, done where all that are drawn are. */
export function workOfAll(each: readonly SliceWork[]): SliceWork {
  const some = each.filter((work) => work !== "empty");
  if (some.length === 0) return "empty";
  return some.find((work) => work === "changed") ?? (some.includes("drawn") ? "drawn" : "done");
}
