import { drawCerebellum } from "./headCerebellum.ts";
import { headParameters } from "./headParameters.ts";
import { makeHeadOutside } from "./headOutside.ts";
import { shareBeyond, tissueCode as code, type HeadPoint } from "./headTissue.ts";
import { noise3, smoothStep } from "./noise.ts";
import { hashSeed } from "./random.ts";
import { blendCommon, blendUnion, insideEllipsoid, insideTube, tube } from "./solids.ts";

/** No sulcus and no cortex along one reaches deeper than this. */
const deepestSulcusMm = 30;
/** Width of the transition from brain to fluid in an image. */
const blurMm = 1.3;

/** A head from a seed: asks for the tissue at a point of patient space (LPS, mm, about the middle of the brain). */
export function makeHead(seed: number): (x: number, y: number, z: number, point: HeadPoint) => void {
  const p = headParameters();
  const field = hashSeed(seed, "head");
  const structures = p.structures.map((structure) => ({
    ...structure,
    code: code[structure.tissue],
    tube: tube(structure.chain, structure.wideMm, structure.tallMm),
  }));
  const temporal = tube(p.temporalLobe);
  const tubeOf = (name: string) => structures.find((structure) => structure.name === name)!.tube;
  const stem = tubeOf("brainstem"),
    pons = tubeOf("pons"),
    tectum = tubeOf("tectum"),
    callosum = tubeOf("corpus callosum");
  const outside = makeHeadOutside(p, field);
  const spots = p.whiteMatterSpots.map((ball) => tube([ball, [ball[0] + 1.5, ball[1] + 2, ball[2], ball[3] * 0.8]]));

  const mirroredInside = (
    x: number,
    y: number,
    z: number,
    solid: { centre: readonly [number, number, number]; axes: readonly [number, number, number]; mirrored: boolean },
  ) => insideEllipsoid(solid.mirrored ? Math.abs(x) : x, y, z, solid.centre, solid.axes);

  const cerebellumInside = (x: number, y: number, z: number): number => {
    let inside = -Infinity;
    for (const lobe of p.cerebellum) inside = blendUnion(inside, mirroredInside(x, y, z, lobe), 6);
    return inside;
  };

  /** The inside of the skull: a dome above its floor, and hollows that hold the temporal lobes, the cerebellum and the brainstem. */
  const insideCavity = (x: number, y: number, z: number, ellipsoid: number): number => {
    const dome = blendCommon(ellipsoid, z + 19 + (y < -20 ? 0.05 * (y + 20) : 0), 8);
    if (dome > 6) return dome;
    const ax = Math.abs(x);
    const hollows = Math.max(insideTube(temporal, ax, y, z, 16) + 2.2, y > -10 ? cerebellumInside(x, y, z) + 2.2 : -Infinity);
    return blendUnion(
      dome,
      Math.max(Math.min(hollows, ellipsoid + 4), insideTube(stem, ax, y, z, 16) + 3.5, insideTube(pons, ax, y, z, 16) + 2.6),
      7,
    );
  };

  const fold = { toSulcus: 0, cortexMm: 0 };
  /**
   * Sulci: the sheets where a noise field on the brain's surface is zero, drawn inward to their own depth. Distance to the nearest, and how
   * thick the cortex is.
   */
  const foldAt = (wx: number, wy: number, wz: number, left: boolean, depthMm: number): typeof fold => {
    const rz = wz - 4;
    const outward = 0.6 + 0.4 * (66 / Math.max(34, Math.sqrt(wx * wx + wy * wy + rz * rz)));
    const sx = wx * outward,
      sy = wy * outward,
      sz = rz * outward;
    const qx = sx + 6 * noise3(sx / 26, sy / 26, sz / 26, field ^ 0x41);
    const qy = sy + 6 * noise3(sx / 26, sy / 26, sz / 26, field ^ 0x42);
    const qz = sz + 6 * noise3(sx / 26, sy / 26, sz / 26, field ^ 0x43);
    const hemisphere = left ? 0x100 : 0x200;
    const sheet = (scaleMm: number, salt: number, deepest: number, halfWidthMm: number): number => {
      const away = Math.abs(noise3(qx / scaleMm, qy / scaleMm, qz / scaleMm, field ^ salt ^ hemisphere)) * scaleMm * 0.62;
      const beyond = Math.max(0, depthMm - deepest);
      return Math.sqrt(away * away + beyond * beyond) - halfWidthMm;
    };
    const deep = 17 + 9 * noise3(sx / 30, sy / 30, sz / 30, field ^ 0x44);
    fold.toSulcus = Math.min(sheet(22, 0x51, deep, 0.5), sheet(20, 0x52, deep * 0.6, 0.3));
    fold.cortexMm = 2.5 + 0.4 * noise3(sx / 12, sy / 12, sz / 12, field ^ 0x45);
    return fold;
  };

  /** Where the middle between the hemispheres lies, mm to the left: it wanders, but not where they are joined. */
  const middleAt = (y: number, z: number, core: number): number => {
    const free = Math.max(smoothStep(0, 7, -core), (1 - smoothStep(-21, -15, y)) * (1 - smoothStep(1, 5, z)));
    return free === 0
      ? 0
      : free * (1.7 + 3.2 * noise3(y / 27, z / 27, 0.5, field ^ 0x71) + 1.1 * noise3(y / 11, z / 11, 0.5, field ^ 0x72));
  };

  /** Under the corpus callosum, close to the middle: septum and fornix, third ventricle between the thalami, the roof of the midbrain. */
  const betweenAt = (ax: number, y: number, z: number, side: 0 | 1, point: HeadPoint): void => {
    const fornix = y < 6 ? 14 - 0.03 * (y - 6) ** 2 : 14;
    if (z > fornix) {
      // The septum is thin: its voxels hold fluid too.
      const isSeptum = ax < 0.9;
      point.tissue = isSeptum ? code.grey : code.fluid;
      point.label = isSeptum ? (side === 0 ? 2 : 41) : side === 0 ? 4 : 43;
      point.other = isSeptum ? code.fluid : code.grey;
      point.share = isSeptum ? 0.25 : shareBeyond(ax - 0.9, 1.2);
    } else if (z > fornix - 3.2 && ax < 2.4) {
      point.tissue = code.white;
      point.label = 250;
      point.share = shareBeyond(z - fornix + 3.2, 1.2);
      point.other = code.fluid;
    } else {
      const adhesion = Math.sqrt((y - 3) ** 2 + (z - 3) ** 2) < 5;
      const isVentricle = !adhesion && (ax < 1.3 || (ax < 2.2 && z > fornix - 4.6)) && z > -10 && y > -15 && y < 17;
      if (isVentricle || y >= 17) {
        point.label = y >= 17 ? 24 : 14;
        point.other = code.thalamus;
        point.share = y >= 17 ? 0 : shareBeyond(1.3 - ax, 1.2);
      } else {
        point.tissue = code.thalamus;
        point.label = side === 0 ? 10 : 49;
        point.other = code.fluid;
        point.share = adhesion ? 0 : shareBeyond(ax - 1.3, 1.2);
      }
    }
  };

  return (x, y, z, point) => {
    point.share = 0;
    const ellipsoid = insideEllipsoid(x, y, z, p.cavity.centre, p.cavity.axes);
    if (ellipsoid < -18 && z > 12) {
      point.tissue = code.air;
      point.label = 0;
      return;
    }
    const toCavity = insideCavity(x, y, z, ellipsoid);
    if (toCavity < 0) return outside(x, y, z, toCavity, point);

    point.tissue = code.fluid;
    point.label = 24;
    const wx = x + 1.3 * noise3(x / 14, y / 14, z / 14, field ^ 0x31);
    const wy = y + 1.3 * noise3(x / 14, y / 14, z / 14, field ^ 0x32);
    const wz = z + 1.3 * noise3(x / 14, y / 14, z / 14, field ^ 0x33);
    const ax = Math.abs(wx);
    const nearSide = wx > 0 ? 0 : 1;

    for (const structure of structures) {
      const inside = insideTube(structure.tube, ax, wy, wz, 0);
      if (inside > 0) {
        point.tissue = structure.code;
        point.label = structure.name === "corpus callosum" ? callosumPart(wy) : structure.labels[nearSide];
        return;
      }
    }
    const toCerebellum = wy > 12 && wz < 4 ? -cerebellumInside(wx, wy, wz) : Infinity;
    if (toCerebellum < 0) return drawCerebellum(wx, wy, wz, -toCerebellum, field, point);

    // The cerebrum: an ellipsoid above its base, and the temporal lobes; clear of the cerebellum and of the brainstem.
    const base = wz + 15 + (wy < 0 ? 0 : 0.035 * wy);
    const dome = blendCommon(insideEllipsoid(wx, wy, wz, p.cerebrum.centre, p.cerebrum.axes), base, 9);
    const lobes = blendUnion(dome, blendCommon(insideTube(temporal, ax, wy, wz, 12), toCavity - 1.5, 3), 5);
    const toStem =
      wy > -4 && wy < 34 && wz < 4
        ? -Math.max(insideTube(stem, ax, wy, wz, 8), insideTube(pons, ax, wy, wz, 8), insideTube(tectum, ax, wy, wz, 8))
        : Infinity;
    const envelope = Math.min(lobes, toCerebellum - 1.7, toStem - 1.6);
    const core = insideEllipsoid(wx, wy, wz, [0, 1, 6], [31, 37, 18.5]);
    const across = wx - middleAt(y, z, core);
    const side = across > 0 ? 0 : 1;
    const fromMiddle = Math.abs(across);
    if (envelope <= 0) {
      // Between brain and skull: fluid, the veins of the sagittal sinus, the tentorium as a thin dark sheet.
      if (toCerebellum > 0.5 && toCerebellum < 1.3 && wy > 26) point.tissue = code.dura;
      else if (fromMiddle < 5 - ellipsoid && (z > 16 || y > 55)) point.tissue = code.blood;
      else if (toCavity > 0.9) {
        point.other = code.grey;
        point.share = shareBeyond(-envelope, blurMm);
      }
      return;
    }
    const isCore = core > 0 && (wy > -17 || wz > 3);
    if (isCore && ax < 3 && wz > -12) return betweenAt(ax, wy, wz, nearSide, point);
    // The fissure between the hemispheres, outside the parts that join them, and the falx in it.
    const fissure = isCore ? Infinity : fromMiddle - 0.45;

    // The Sylvian fissure: a sheet that runs up and back from the temple to the insula.
    const sheet = Math.abs(wz + 9 - 0.33 * (wy + 12) + 0.12 * (ax - 40) + 5 * noise3(wx / 18, wy / 14, 0.5, field ^ 0x74));
    const sylvian = Math.sqrt(sheet * sheet + Math.max(0, 36 - ax) ** 2 + Math.max(0, -30 - wy) ** 2 + Math.max(0, wy - 27) ** 2);

    const depthHere = Math.min(envelope, Math.max(0, fissure));
    let toFluid = Math.min(envelope, fissure, sylvian - 1);
    let cortex = 2.5;
    if (depthHere < deepestSulcusMm) {
      const fold = foldAt(wx, wy, wz, side === 0, depthHere);
      // On the medial face the cingulate gyrus lies around the corpus callosum, with a sulcus on either side of it.
      const around = fromMiddle < 14 && wz > -6 && core < 2 ? -insideTube(callosum, ax, wy, wz, 24) : Infinity;
      const beyondFace = Math.max(0, fromMiddle - 9);
      const cingulate =
        around < 24
          ? Math.sqrt((around - 12 - 4 * noise3(wy / 17, wz / 17, side, field ^ 0x73)) ** 2 + beyondFace * beyondFace) - 0.4
          : Infinity;
      toFluid = Math.min(
        toFluid,
        cingulate,
        Math.max(fold.toSulcus, 10 - around - Math.max(0, fromMiddle - 4)),
        fromMiddle < 8 && !isCore ? around - 0.7 : Infinity,
      );
      cortex = fold.cortexMm;
    }

    if (toFluid <= 0) {
      const isFalx = fissure < 0.05 && wz > -8 && ellipsoid < 12 + 0.22 * (wy + 60);
      if (isFalx && fissure < -0.1) point.tissue = code.dura;
      point.other = code.grey;
      point.share = shareBeyond(-toFluid, blurMm);
      return;
    }
    const grey = toFluid < cortex && core < 6;
    point.tissue = grey ? code.grey : code.white;
    point.label = grey ? (side === 0 ? 3 : 42) : side === 0 ? 2 : 41;
    const toEdge = Math.abs(toFluid - cortex);
    if (grey && toFluid < toEdge) {
      point.other = code.fluid;
      point.share = shareBeyond(toFluid, blurMm);
    } else if (core < 6) {
      point.other = grey ? code.white : code.grey;
      point.share = shareBeyond(toEdge, 1.5);
    }

    // The lesion, in the left frontal white matter, with oedema that spares the cortex; and a few old spots.
    const { centre, coreMm, oedemaMm } = p.lesion;
    const lx = wx - centre[0],
      ly = (wy - centre[1]) * 0.8,
      lz = wz - centre[2];
    const fromLesion = Math.sqrt(lx * lx + ly * ly + lz * lz) + 4.5 * noise3(x / 9, y / 9, z / 9, field ^ 0x61);
    if (fromLesion < coreMm) {
      point.tissue = fromLesion < coreMm - 3 ? code.lesionCore : code.lesionRim;
      point.label = 77;
      point.share = 0;
    } else if (!grey && fromLesion < oedemaMm + 5 * noise3(x / 14, y / 14, z / 14, field ^ 0x62)) {
      point.tissue = code.oedema;
      point.label = 77;
    } else if (!grey) {
      for (const spot of spots) {
        if (insideTube(spot, wx, wy, wz, 0) > 0) {
          point.tissue = code.spot;
          point.label = 77;
        }
      }
    }
  };
}

/** The five parts of the corpus callosum, from the back (251) to the front (255), by fifths of its length. */
function callosumPart(y: number): number {
  return y > 25 ? 251 : y > 8 ? 252 : y > -8 ? 253 : y > -24 ? 254 : 255;
}
