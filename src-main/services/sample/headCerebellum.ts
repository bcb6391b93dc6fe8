import { noise3 } from "./noise.ts";
import { shareBeyond, tissueCode as code, type HeadPoint } from "./headTissue.ts";

/** Fissures that part the lobules, and shallow ones between folia: how many a radian, deepest, half as wide. */
const lobules = { perRadian: 2.7, deepMm: 15, halfWidthMm: 0.45 };
const folia = { perRadian: 8.4, deepMm: 4.2, halfWidthMm: 0.3 };
const cortexMm = 1.9;
const blurMm = 1.2;

/**
 * Draws the cerebellum at a point `inside` mm below its surface. Fissures stand like the leaves of a fan about the roof of the fourth ventricle and bow
 * forward to the sides, so that a sagittal slice shows the tree of the white matter and an axial one lines along the back.
 */
export function drawCerebellum(x: number, y: number, z: number, inside: number, field: number, point: HeadPoint): void {
  const back = y - 35 + 0.009 * x * x,
    up = z + 33;
  const radius = Math.sqrt(back * back + up * up);
  const angle = Math.atan2(up, back) + 0.24 * noise3(x / 17, y / 15, z / 15, field ^ 0x21);
  let toFluid = inside;
  for (const { perRadian, deepMm, halfWidthMm } of [lobules, folia]) {
    const turn = angle * perRadian;
    const nearest = Math.round(turn);
    // Every fissure has a depth of its own.
    const own = 1 + 0.45 * noise3(nearest * 0.73 + 0.31, x / 30, 0.4, field ^ 0x22);
    const away = (Math.abs(turn - nearest) / perRadian) * radius;
    // None reaches the hub, where the leaves would crowd.
    const below = Math.max(0, inside - deepMm * own, 11 - radius);
    toFluid = Math.min(toFluid, Math.sqrt(away * away + below * below) - halfWidthMm);
  }
  const left = x > 0;
  if (toFluid <= 0) {
    point.tissue = code.fluid;
    point.label = 24;
    point.other = code.grey;
    point.share = shareBeyond(-toFluid, blurMm);
  } else if (toFluid < cortexMm) {
    point.tissue = code.grey;
    point.label = left ? 8 : 47;
    point.other = toFluid < cortexMm / 2 ? code.fluid : code.white;
    point.share = shareBeyond(toFluid < cortexMm / 2 ? toFluid : cortexMm - toFluid, blurMm);
  } else {
    point.tissue = code.white;
    point.label = left ? 7 : 46;
    point.other = code.grey;
    point.share = shareBeyond(toFluid - cortexMm, blurMm);
  }
}
