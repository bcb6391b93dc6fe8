/** What a point of the head is made of. */
export const headTissues = [
  "air",
  "skin",
  "fat",
  "muscle",
  "bone",
  "diploe",
  "dura",
  "fluid",
  "grey",
  "white",
  "caudate",
  "putamen",
  "pallidum",
  "thalamus",
  "stem",
  "vitreous",
  "lesionCore",
  "lesionRim",
  "oedema",
  "spot",
  "blood",
  "gland",
] as const;
export type HeadTissue = (typeof headTissues)[number];

/** Index of each tissue in `headTissues`. */
export const tissueCode = Object.fromEntries(headTissues.map((name, index) => [name, index])) as Readonly<Record<HeadTissue, number>>;

/** What lies at a point of the head. One object is used again for every point. */
export interface HeadPoint {
  /** Index into `headTissues`: what most of a voxel here holds. */
  tissue: number;
  /** Index of what lies beyond the nearest boundary, and its share of a voxel here, 0 to 0.5 (partial volume). */
  other: number;
  share: number;
  /** FreeSurfer's aseg number of `tissue`, 0 outside the brain. */
  label: number;
}

/** Share of a voxel that lies beyond a boundary `distanceMm` away, where `blurMm` is the width of the transition. */
export function shareBeyond(distanceMm: number, blurMm: number): number {
  return Math.max(0, 0.5 - distanceMm / blurMm);
}
