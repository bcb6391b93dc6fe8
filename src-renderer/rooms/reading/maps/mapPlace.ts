import { isVoxelOnVoxel, matchGrids } from "#shared/domain/gridMatch.ts";
import { isSameSpace } from "#shared/domain/sameSpace.ts";
import { gridOf, type Volume } from "#shared/domain/volume.ts";

/** True where a map of one volume can be laid over another: it is the same one, or one on the same grid in the same space. */
export function liesOn(mapped: Volume, shown: Volume): boolean {
  if (mapped.id === shown.id) return true;
  if (!isSameSpace(mapped, shown) || !mapped.isRegular || !shown.isRegular) return false;
  const [ofMap, ofShown] = [gridOf(mapped), gridOf(shown)];
  const match = matchGrids(ofMap, ofShown);
  return !("mismatch" in match) && isVoxelOnVoxel(match, ofMap, ofShown);
}
