import { matchGrids } from "#shared/domain/gridMatch.ts";
import { gridOf, type Volume } from "#shared/domain/volume.ts";

/** True where a map of one volume can be laid over another: it is the same one, or one on the same grid in the same space. */
export function liesOn(mapped: Volume, shown: Volume): boolean {
  if (mapped.id === shown.id) return true;
  const isSameSpace = mapped.frameOfReferenceUid !== null && mapped.frameOfReferenceUid === shown.frameOfReferenceUid && mapped.studyInstanceUid === shown.studyInstanceUid;
  if (!isSameSpace || !mapped.isRegular || !shown.isRegular) return false;
  const match = matchGrids(gridOf(mapped), gridOf(shown));
  return !("mismatch" in match) && match.axes.every((axis, at) => axis === at) && !match.flips.includes(true);
}
