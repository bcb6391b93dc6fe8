import type { HeadParameters } from "./headParameters.ts";
import { shareBeyond, tissueCode as code, type HeadPoint } from "./headTissue.ts";
import { noise3, smoothStep } from "./noise.ts";
import { blendCommon, blendUnion, insideEllipsoid } from "./solids.ts";

/** One vertebra and the disc below it. */
const vertebraMm = 16.5;
const discMm = 4;

/** Draws what lies outside the inside of the skull (`toCavity` mm away from it, negative): bone, scalp, face and neck. */
export function makeHeadOutside(
  p: HeadParameters,
  field: number,
): (x: number, y: number, z: number, toCavity: number, point: HeadPoint) => void {
  /** Positive within the horseshoe of a jaw, mm from its edge. */
  const insideJaw = (x: number, y: number, halfMm: number): number => {
    if (y > -16) return -Infinity;
    const a = x / 37,
      b = (y + 46) / 42;
    return halfMm - Math.abs(Math.sqrt(a * a + b * b) - 1) * 39;
  };

  /** Bone with a dark rim about its marrow. */
  const bone = (inside: number): number => (inside > 1.3 ? code.diploe : code.bone);

  /** The cervical spine: bodies with discs in front of the canal, spinous processes behind it. Undefined beside it. */
  const spineAt = (x: number, y: number, z: number): number | undefined => {
    if (z > -58) return undefined;
    const canal = 33 + 0.1 * (-66 - z);
    const ax = Math.abs(x);
    const turn = (-58 - z) / vertebraMm;
    const below = (turn - Math.floor(turn)) * vertebraMm;
    const front = y - (canal - 18);
    const body = Math.min(7.5 - Math.abs(front), 10 - ax);
    if (body > 0) {
      const disc = below - (vertebraMm - discMm);
      if (disc > 0 && turn > 1) return disc < 0.6 || disc > discMm - 0.6 ? code.bone : code.muscle;
      return body < 0.9 ? code.bone : code.diploe;
    }
    // Arches and joints to both sides of the canal, processes that point down and back behind it.
    const arch = Math.min(4.5 - Math.abs(ax - 14), 10 - Math.abs(y - canal));
    if (arch > 0) return below > vertebraMm - 2 ? code.bone : bone(arch);
    const back = y - canal - 11;
    if (back > 0 && back < 17) {
      const process = Math.min(4 - Math.abs(below - 4.5 - 0.25 * back), 2.6 + 0.08 * back - ax);
      if (process > 0) return bone(process + 0.4);
    }
    return undefined;
  };

  const mouthAt = (x: number, y: number, z: number): number | undefined => {
    const palate = 79 - 0.006 * x * x - 0.0016 * (y + 66) * (y + 66);
    if (z < -palate - 18) {
      const mandible = Math.min(insideJaw(x, y, 5.5), -z - palate - 18);
      if (mandible > 0) return bone(mandible);
    } else if (z < -palate + 4) {
      const teeth = insideJaw(x, y, 3.5);
      if (teeth > 0) return -z - palate > 9 || -z - palate < 7.5 ? (z > -palate - 1 ? code.diploe : code.bone) : code.air;
    }
    const ax = Math.abs(x);
    if (y > -84 && y < -36 && ax < 26 && Math.abs(z + palate - 1.8) < 1.8)
      return Math.abs(z + palate - 1.8) < 0.8 ? code.diploe : code.bone;
    // The tongue: muscle in fine layers of fat, its back under the palate.
    const tongue = insideEllipsoid(x, y, z, [0, -52, -102], [25, 29, 20]);
    if (tongue > 0)
      return tongue < 1.2 ? code.gland : ax < 0.8 || noise3(x / 4, y / 13, z / 13, field ^ 0x15) > 0.5 ? code.gland : code.muscle;
    if (tongue > -1.1 && z > -98 && y > -80 && y < -30) return code.air;
    return undefined;
  };

  /** Muscles, jaws, glands and fat below the skull. `depth` from the skin. */
  const softAt = (x: number, y: number, z: number, depth: number, toCavity: number, point: HeadPoint): number => {
    const ax = Math.abs(x);
    const base = z + 51 + 2 * noise3(x / 15, y / 15, z / 15, field ^ 0x16);
    if (base > -8 && y > -40 && y < 26) {
      const clivus = blendCommon(blendCommon(16 - ax, base + 8, 12), blendCommon(40 + y, toCavity + 19, 12), 8);
      if (clivus > 0 && y < 20) return bone(clivus);
      if (y > -4 && base > 0) return ax > 18 && ax < 52 ? code.bone : bone(Math.min(base, 5));
    }
    const spine = spineAt(x, y, z);
    if (spine !== undefined) return spine;
    if (y < 0) {
      const mouth = mouthAt(x, y, z);
      if (mouth !== undefined) return mouth;
      const ramus = insideEllipsoid(ax, y, z, [43, -24, -84], [4, 13, 34]);
      if (ramus > 0) return bone(ramus);
      if (insideEllipsoid(ax, y, z, [34, -58, -80], [9, 14, 20]) > 0) return code.fat;
      if (insideEllipsoid(x, y, z, [1.2, -66, -60], [2.4, 27, 20]) > 0) return code.gland;
    }
    if (insideEllipsoid(ax, y, z, [46, -6, -72], [8, 11, 20]) > 0) return code.gland;
    // Layers of muscle with thin fat between, parallel to the skin; the ligament of the neck in the middle.
    const sway = 9 * noise3(x / 26, y / 26, z / 48, field ^ 0x17);
    if (y > 40 && Math.abs(x - sway / 3) < 0.8) {
      point.other = code.fat;
      point.share = 0.3 + 0.2 * smoothStep(-0.3, 0.3, noise3(y / 6, z / 6, 0.5, field ^ 0x19));
      return code.muscle;
    }
    const layer = (depth + sway) / 10.5;
    const between = Math.abs(layer - Math.round(layer)) * 10.5;
    const bundle = noise3(x / 13, y / 13, z / 40, field ^ 0x18);
    if (bundle > 0.6) return code.fat;
    point.other = code.fat;
    point.share = shareBeyond(between, 2.4) * smoothStep(-0.25, 0.15, bundle);
    return code.muscle;
  };

  return (x, y, z, toCavity, point) => {
    point.label = 0;
    let face = -Infinity;
    for (const solid of p.face) face = blendUnion(face, insideEllipsoid(x, y, z, solid.centre, solid.axes), 18);
    const depth = blendUnion(toCavity + p.skullMm + p.scalpMm, face, 14) + 0.8 * noise3(x / 20, y / 20, z / 20, field ^ 0x11);
    if (depth <= 0) point.tissue = code.air;
    else if (depth < 2) point.tissue = code.skin;
    else if (toCavity > -p.skullMm) {
      const intoBone = toCavity + p.skullMm;
      const marrow = p.skullMm * (0.34 + 0.12 * noise3(x / 12, y / 12, z / 12, field ^ 0x12));
      point.tissue = toCavity > -0.7 ? code.dura : intoBone > 1.5 && intoBone < 1.5 + marrow && z > -30 ? code.diploe : code.bone;
    } else if (toCavity > -p.skullMm - p.scalpMm && z > -12) {
      const toBone = -toCavity - p.skullMm;
      // The temporal muscle lies on the bone at the temples.
      const temple =
        4.6 * smoothStep(40, 52, Math.abs(x)) * smoothStep(-66, -48, y) * (1 - smoothStep(-4, 22, y)) * (1 - smoothStep(8, 36, z));
      point.tissue = toBone < 0.9 + temple ? code.muscle : noise3(x / 3.5, y / 3.5, z / 3.5, field ^ 0x13) > 0.45 ? code.blood : code.fat;
    } else {
      const ax = Math.abs(x);
      for (const cell of p.air) {
        const inside =
          insideEllipsoid(cell.mirrored ? Math.abs(x - 1.2) : x, y, z, cell.centre, cell.axes) +
          0.9 * noise3(x / 11, y / 11, z / 11, field ^ 0x14);
        if (inside > 1.2) {
          point.tissue = code.air;
          return;
        }
        if (inside > -0.4) {
          point.tissue = code.gland;
          return;
        }
      }
      const eye = insideEllipsoid(ax, y, z, p.eye.centre, p.eye.axes);
      if (eye > 0) point.tissue = eye < 1.2 ? code.skin : code.vitreous;
      else if (insideEllipsoid(ax, y, z, p.orbit.centre, p.orbit.axes) > 0) point.tissue = orbitAt(ax, y, z);
      else if (depth < 5.5) point.tissue = code.fat;
      else point.tissue = softAt(x, y, z, depth, toCavity, point);
    }
  };
}

/** Fat behind the eye with the optic nerve and four straight muscles about it. */
function orbitAt(ax: number, y: number, z: number): number {
  const toApex = Math.max(0, Math.min(1, (y + 72) / 24));
  const across = ax - (32 - 12 * toApex),
    up = z + 35 + 2 * toApex;
  const from = Math.sqrt(across * across + up * up);
  if (from < 2) return code.white;
  const cone = 10.5 - 7 * toApex;
  return Math.abs(from - cone) < 1.5 && Math.min(Math.abs(across), Math.abs(up)) < 3.2 ? code.muscle : code.fat;
}
