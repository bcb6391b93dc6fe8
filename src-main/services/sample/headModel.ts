import { headParameters } from "./headParameters.ts";
import { noise3, noise3Rough, smoothStep } from "./noise.ts";
import { hashSeed } from "./random.ts";
import { blendCommon, blendUnion, insideEllipsoid, insideTube, tube } from "./solids.ts";

/** What a point of the head is made of. */
export const headTissues = [
  "air", "skin", "fat", "muscle", "bone", "diploe", "dura", "fluid", "grey", "white", "caudate", "putamen", "pallidum", "thalamus", "stem",
  "vitreous", "lesionCore", "lesionRim", "oedema", "spot", "blood", "gland",
] as const;
export type HeadTissue = (typeof headTissues)[number];
const code = Object.fromEntries(headTissues.map((name, index) => [name, index])) as Record<HeadTissue, number>;

/** What lies at a point of the head. One object is used again for every point. */
export interface HeadPoint {
  /** Index into `headTissues`. */
  tissue: number;
  /** FreeSurfer's aseg number, 0 outside the brain. */
  label: number;
}

/** No sulcus and no cortex along one reaches deeper than this. */
const deepestSulcusMm = 30;

/** A head from a seed: asks for the tissue at a point of patient space (LPS, mm, about the middle of the brain). */
export function makeHead(seed: number): (x: number, y: number, z: number, point: HeadPoint) => void {
  const p = headParameters();
  const field = hashSeed(seed, "head");
  const structures = p.structures.map((structure) => ({ ...structure, code: code[structure.tissue], tube: tube(structure.chain, structure.wideMm, structure.tallMm) }));
  const temporal = tube(p.temporalLobe);
  const stem = structures.find((structure) => structure.name === "brainstem")!.tube;
  const spots = p.whiteMatterSpots.map((ball) => tube([ball, [ball[0] + 1.5, ball[1] + 2, ball[2], ball[3] * 0.8]]));

  const mirroredInside = (x: number, y: number, z: number, solid: { centre: readonly [number, number, number]; axes: readonly [number, number, number]; mirrored: boolean }) =>
    insideEllipsoid(solid.mirrored ? Math.abs(x) : x, y, z, solid.centre, solid.axes);

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
    return blendUnion(dome, Math.max(Math.min(hollows, ellipsoid + 4), insideTube(stem, ax, y, z, 16) + 3.5), 7);
  };

  const outside = (x: number, y: number, z: number, toCavity: number, point: HeadPoint): void => {
    point.label = 0;
    let face = -Infinity;
    for (const solid of p.face) face = blendUnion(face, insideEllipsoid(x, y, z, solid.centre, solid.axes), 18);
    const depth = blendUnion(toCavity + p.skullMm + p.scalpMm, face, 14) + 0.8 * noise3(x / 20, y / 20, z / 20, field ^ 0x11);
    if (depth <= 0) point.tissue = code.air;
    else if (depth < 2) point.tissue = code.skin;
    else if (toCavity > -p.skullMm) {
      const intoBone = toCavity + p.skullMm;
      const texture = noise3(x / 12, y / 12, z / 12, field ^ 0x12);
      const marrow = p.skullMm * (0.34 + 0.12 * texture);
      point.tissue = toCavity > -0.7 ? code.dura : intoBone > 1.5 && intoBone < 1.5 + marrow && z > -30 ? code.diploe : code.bone;
    } else if (toCavity > -p.skullMm - p.scalpMm && z > -12) {
      const toBone = -toCavity - p.skullMm;
      // The temporal muscle lies on the bone at the temples.
      const temple = 4.6 * smoothStep(40, 52, Math.abs(x)) * smoothStep(-66, -48, y) * (1 - smoothStep(-4, 22, y)) * (1 - smoothStep(8, 36, z));
      point.tissue = toBone < 0.9 + temple ? code.muscle : noise3(x / 3.5, y / 3.5, z / 3.5, field ^ 0x13) > 0.45 ? code.blood : code.fat;
    } else {
      for (const cell of p.air) {
        const inside = mirroredInside(x, y, z, cell) + 2.2 * noise3(x / 8, y / 8, z / 8, field ^ 0x14);
        if (inside > 1.3) { point.tissue = code.air; return; }
        if (inside > -0.6) { point.tissue = code.gland; return; }
      }
      const ax = Math.abs(x);
      if (insideEllipsoid(ax, y, z, p.eye.centre, p.eye.axes) > 0) point.tissue = insideEllipsoid(ax, y, z, p.eye.centre, p.eye.axes) < 1.2 ? code.skin : code.vitreous;
      else if (insideEllipsoid(ax, y, z, p.orbit.centre, p.orbit.axes) > 0) point.tissue = noise3(x / 7, y / 22, z / 7, field ^ 0x15) > 0.34 ? code.muscle : code.fat;
      else if (depth < 5.5) point.tissue = code.fat;
      else {
        const n = noise3Rough(x / 17, y / 17, z / 24, field ^ 0x16);
        const m = noise3(x / 11, y / 11, z / 16, field ^ 0x17);
        // The spine behind the throat, and bone, muscle and fat in turn.
        const spine = Math.sqrt(x * x + (y - 14) * (y - 14));
        if (z < -74 && spine < 12) point.tissue = spine < 10 ? code.diploe : code.bone;
        else if (z > -50 + 12 * m && y > -40 + 14 * n && y < 24) point.tissue = n > 0.05 ? code.diploe : code.bone;
        else point.tissue = Math.abs(n) < 0.035 || m > 0.47 ? code.fat : n > 0.52 && y < 0 ? code.bone : m < -0.5 && y < -20 ? code.gland : code.muscle;
      }
    }
  };

  const cerebellumAt = (x: number, y: number, z: number, point: HeadPoint): boolean => {
    const inside = cerebellumInside(x, y, z);
    if (inside <= 0) return false;
    // Folia: thin leaves that follow the surface of the back, deeper fissures between some of them.
    const around = z * 0.34 + 0.05 * (y - 40) + 0.55 * noise3(x / 18, y / 18, z / 18, field ^ 0x21);
    const leaf = Math.abs(around - Math.floor(around) - 0.5) * 2;
    const branch = noise3Rough(x / 22, y / 10, z / 7, field ^ 0x22);
    const left = x > 0;
    if (leaf > 0.8 && inside < 9) { point.tissue = code.fluid; point.label = 24; }
    else if (inside > 10 + 9 * branch) { point.tissue = code.white; point.label = left ? 7 : 46; }
    else { point.tissue = code.grey; point.label = left ? 8 : 47; }
    return true;
  };

  const fold = { toSulcus: 0, cortexMm: 0 };
  /** Sulci: the sheets where a noise field on the brain's surface is zero, drawn inward to their own depth. Distance to the nearest, and how thick the cortex is. */
  const foldAt = (wx: number, wy: number, wz: number, left: boolean, depthMm: number): typeof fold => {
    const rz = wz - 4;
    const outward = 0.6 + 0.4 * (66 / Math.max(34, Math.sqrt(wx * wx + wy * wy + rz * rz)));
    const sx = wx * outward, sy = wy * outward, sz = rz * outward;
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
    fold.toSulcus = Math.min(sheet(22, 0x51, deep, 0.8), sheet(20, 0x52, deep * 0.6, 0.5));
    fold.cortexMm = 2.5 + 0.4 * noise3(sx / 12, sy / 12, sz / 12, field ^ 0x45);
    return fold;
  };

  return (x, y, z, point) => {
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
    const side = x > 0 ? 0 : 1;

    for (const structure of structures) {
      if (insideTube(structure.tube, ax, wy, wz, 0) > 0) {
        point.tissue = structure.code;
        point.label = structure.name === "corpus callosum" ? callosumPart(wy) : structure.labels[side];
        return;
      }
    }
    if (z < -6 && y > 14 && cerebellumAt(wx, wy, wz, point)) return;

    // The cerebrum: an ellipsoid above its base, and the temporal lobes.
    const base = wz + 15 + (wy < 0 ? 0 : -0.04 * wy);
    const dome = blendCommon(insideEllipsoid(wx, wy, wz, p.cerebrum.centre, p.cerebrum.axes), base, 9);
    const envelope = blendUnion(dome, blendCommon(insideTube(temporal, ax, wy, wz, 12), toCavity - 1.5, 3), 5);
    if (envelope <= 0) {
      // Between brain and skull: fluid, veins here and there, the tentorium and the falx as thin dark sheets.
      if (Math.abs(x) < 0.7 && z > 30 && ellipsoid < 12) point.tissue = code.dura;
      else if (ax < 5 && y > 60 && ellipsoid < 5) point.tissue = code.blood;
      return;
    }
    // The fissure between the hemispheres, outside the parts that join them.
    const core = insideEllipsoid(wx, wy, wz, [0, 1, 6], [31, 37, 18.5]);
    const fissure = core > 0 ? Infinity : ax - 0.9;
    if (core > 0 && ax < 3 && wz > -6) {
      // Under the corpus callosum: the septum between the ventricles, and fluid.
      point.tissue = wz > 6 && wy < 4 ? (ax < 1.1 ? code.white : code.fluid) : ax < 1.6 || wz > 9 ? code.fluid : code.thalamus;
      point.label = point.tissue === code.fluid ? (wz > 9 ? (side === 0 ? 4 : 43) : 14) : side === 0 ? 2 : 41;
      return;
    }
    // The Sylvian fissure: a sheet that runs up and back from the temple to the insula.
    const sheet = Math.abs(wz + 9 - 0.33 * (wy + 12) + 0.12 * (ax - 40));
    const sylvian = Math.sqrt(sheet * sheet + Math.max(0, 36 - ax) ** 2 + Math.max(0, -30 - wy) ** 2 + Math.max(0, wy - 27) ** 2);

    const depthHere = Math.min(envelope, Math.max(0, fissure));
    let toFluid = Math.min(depthHere, sylvian - 1.3);
    let cortex = 2.5;
    if (depthHere < deepestSulcusMm) {
      const fold = foldAt(wx, wy, wz, x > 0, depthHere);
      toFluid = Math.min(toFluid, fold.toSulcus);
      cortex = fold.cortexMm;
    }
    if (fissure < 0) toFluid = fissure;

    if (toFluid <= 0) {
      if (Math.abs(x) < 0.7 && fissure < 0.3 && z > 18 && envelope < 26) point.tissue = code.dura;
      return;
    }
    const grey = toFluid < cortex && core < 6;
    point.tissue = grey ? code.grey : code.white;
    point.label = grey ? (side === 0 ? 3 : 42) : side === 0 ? 2 : 41;

    // The lesion, in the left frontal white matter, with oedema that spares the cortex; and a few old spots.
    const { centre, coreMm, oedemaMm } = p.lesion;
    const lx = wx - centre[0], ly = (wy - centre[1]) * 0.8, lz = wz - centre[2];
    const fromLesion = Math.sqrt(lx * lx + ly * ly + lz * lz) + 4.5 * noise3(x / 9, y / 9, z / 9, field ^ 0x61);
    if (fromLesion < coreMm) {
      point.tissue = fromLesion < coreMm - 3 ? code.lesionCore : code.lesionRim;
      point.label = 77;
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
